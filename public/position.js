// Where this device is, and how far something is from there. The position stays in the memory of the page: it goes
// into no request and no storage.
import { say } from "./map/config.js";

/** Metres between two points, as the crow flies. @param {{lon: number, lat: number}} a @param {{lon: number, lat: number}} b */
export function distance(a, b) {
  const rad = Math.PI / 180;
  const x = (b.lon - a.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  return Math.hypot(x, (b.lat - a.lat) * rad) * 6_371_000;
}

/** @returns {Promise<{lon: number, lat: number}>} */
export async function position() {
  /** @type {GeolocationPosition} */
  const { coords } = await new Promise((found, failed) => {
    if (!navigator.geolocation) failed(new Error("no geolocation"));
    else navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 });
  });
  return { lon: coords.longitude, lat: coords.latitude };
}

/** The key of what to say when it was not found. @param {unknown} error */
export function whyNot(error) {
  return error instanceof GeolocationPositionError && error.code === error.PERMISSION_DENIED ? "near_denied" : "near_failed";
}

/** @param {import("./map/config.js").Config} config @param {number} metres */
export function saidDistance(config, metres) {
  return metres < 950 ? say(config, "distance_m", { count: Math.round(metres / 10) * 10 }) : say(config, "distance_km", { count: metres / 1000 });
}
