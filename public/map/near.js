// "Near me": the browser tells this page where it is, and this page tells nobody.
import { element, say } from "./config.js";
import { point, put } from "./picture.js";

/** Metres between two points, as the crow flies. @param {{lon: number, lat: number}} a @param {{lon: number, lat: number}} b */
export function distance(a, b) {
  const rad = Math.PI / 180;
  const x = (b.lon - a.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  return Math.hypot(x, (b.lat - a.lat) * rad) * 6_371_000;
}

/**
 * The position stays in memory: it goes into no request (see `coarse` in data.js), no storage, and only
 * into the part of the address that is never sent (see address.js).
 * @param {import("maplibre-gl").Map} map @param {import("./config.js").Config} config
 * @param {(me: {lon: number, lat: number} | null) => void} moved @param {(words: string) => void} notice
 */
export function offerNear(map, config, moved, notice) {
  const button = element("map-near");
  button.setAttribute("aria-pressed", "false");
  button.onclick = async () => {
    if (button.getAttribute("aria-pressed") === "true") {
      button.setAttribute("aria-pressed", "false");
      put(map, "me", []);
      notice("");
      moved(null);
      return;
    }
    notice(say(config, "locating"));
    try {
      const { coords } = await position();
      const me = { lon: coords.longitude, lat: coords.latitude };
      button.setAttribute("aria-pressed", "true");
      put(map, "me", [point(me.lon, me.lat, {})]);
      notice("");
      moved(me);
      map.easeTo({ center: [me.lon, me.lat], zoom: Math.max(map.getZoom(), 15) });
    } catch (error) {
      const denied = error instanceof GeolocationPositionError && error.code === error.PERMISSION_DENIED;
      notice(say(config, denied ? "near_denied" : "near_failed"));
    }
  };
}

/** @returns {Promise<GeolocationPosition>} */
function position() {
  return new Promise((found, failed) => {
    if (!navigator.geolocation) failed(new Error("no geolocation"));
    else navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 });
  });
}
