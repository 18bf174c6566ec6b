// Puts units and places into the map's sources.
import { outline } from "./data.js";
import { stepOf, stepWidth } from "./measure.js";

/**
 * @typedef {import("./data.js").Unit} Unit
 * @typedef {import("./data.js").Spot} Spot
 */

/** @param {import("maplibre-gl").Map} map @param {string} source @param {object[]} features */
export function put(map, source, features) {
  const data = /** @type {any} */ ({ type: "FeatureCollection", features });
  /** @type {import("maplibre-gl").GeoJSONSource | undefined} */ (map.getSource(source))?.setData(data);
}

/** @param {number} lon @param {number} lat @param {object} properties */
export function point(lon, lat, properties) {
  return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties };
}

/** In which step each unit is shaded; -1: nobody surveyed it. @param {Unit[]} units */
export function steps(units) {
  const surveyed = units.filter((unit) => unit.of > 0);
  const width = stepWidth(surveyed.map((unit) => unit.lacking / unit.of));
  const step = (/** @type {Unit} */ unit) => (unit.of > 0 ? stepOf(unit.lacking / unit.of, width) : -1);
  return { width, step };
}

/** @param {import("maplibre-gl").Map} map @param {Unit[]} units */
export function putUnits(map, units) {
  const { step } = steps(units);
  put(map, "units", units.map((unit) => ({
    type: "Feature",
    geometry: outline(unit.code) ?? null,
    properties: { code: unit.code, step: step(unit) },
  })));
  const points = units.map((unit) =>
    point(unit.lon, unit.lat, { code: unit.code, short_name: unit.short_name, of: unit.found, lacking: unit.found_lacking }));
  put(map, "unit-points", points);
  put(map, "unit-rings", points.filter((_, at) => units[at].found > 0));
}

/** @param {import("maplibre-gl").Map} map @param {Spot[]} spots */
export function putPlaces(map, spots) {
  put(map, "places", spots.map(({ lon, lat, place }) => point(lon, lat, place)));
}

/** What of the map is not covered by the sheet. @param {import("maplibre-gl").Map} map @returns {import("./config.js").Box} */
export function visible(map) {
  const { top, right, bottom, left } = map.getPadding();
  const { clientWidth, clientHeight } = map.getContainer();
  const nw = map.unproject([left ?? 0, top ?? 0]);
  const se = map.unproject([clientWidth - (right ?? 0), clientHeight - (bottom ?? 0)]);
  return [nw.lng, se.lat, se.lng, nw.lat];
}

/** @param {import("./config.js").Box} box @param {number} lon @param {number} lat */
export const inside = (box, lon, lat) => box[0] <= lon && lon <= box[2] && box[1] <= lat && lat <= box[3];

/** The box round all of them. @param {Unit[]} units @returns {import("./config.js").Box | null} */
export function around(units) {
  if (units.length === 0) return null;
  const side = (/** @type {0|1|2|3} */ at) => units.map((unit) => unit.bbox[at]);
  return [Math.min(...side(0)), Math.min(...side(1)), Math.max(...side(2)), Math.max(...side(3))];
}
