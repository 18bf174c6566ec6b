// "Near me": the browser tells this page where it is, and this page tells nobody.
import { element, say } from "./config.js";
import { point, put } from "./picture.js";
import { position, whyNot } from "../position.js";

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
      const me = await position();
      button.setAttribute("aria-pressed", "true");
      put(map, "me", [point(me.lon, me.lat, {})]);
      notice("");
      moved(me);
      map.easeTo({ center: [me.lon, me.lat], zoom: Math.max(map.getZoom(), 15) });
    } catch (error) {
      notice(say(config, whyNot(error)));
    }
  };
}
