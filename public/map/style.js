// Sources and layers: ground, wards, names, rings, places. Nothing is fetched for it: names are drawn
// with the device's own letters, which know Vietnamese.
import { shades } from "./colours.js";
import { PARTS } from "./icons.js";

/**
 * @typedef {import("maplibre-gl").LayerSpecification} Layer
 * @typedef {import("maplibre-gl").ExpressionSpecification} Expression
 * @typedef {import("./basemap.js").Ground} Ground
 */

/** From here on places are drawn instead of wards' rings. */
export const CLOSE = 11.5;
/** No font of that name: the first one only says how heavy. */
const BOLD = ["Gandan Bold", "Roboto", "Segoe UI", "Noto Sans", "DejaVu Sans"];
const PLAIN = ["Roboto", "Segoe UI", "Noto Sans", "DejaVu Sans"];
const EMPTY = /** @type {const} */ ({ type: "FeatureCollection", features: [] });
const SUMS = { of: ["+", ["get", "of"]], lacking: ["+", ["get", "lacking"]] };

/** Rings: an image for the share, the numbers as text. @param {string} id @param {string} source @param {import("./colours.js").Colours} c @param {string} language @returns {Layer} */
function rings(id, source, c, language) {
  /** @param {string} name @returns {Expression} */
  const count = (name) => ["number-format", ["get", name], { locale: language }];
  return {
    id, source, type: "symbol",
    filter: id === "unit-rings" ? [">", ["get", "of"], 0] : ["has", "point_count"],
    layout: {
      "icon-image": ["concat", "ring-", ["step", ["get", "of"], "s", 10, "m", 100, "l", 1000, "xl"], "-", partOf()],
      "icon-allow-overlap": true,
      "text-allow-overlap": true,
      "text-field": ["concat", count("lacking"), ["step", ["get", "of"], "/", 1000, "\n/"], count("of")],
      "text-line-height": 1.1,
      "text-font": BOLD,
      "text-size": ["step", ["get", "of"], 11, 10, 11.5, 1000, 12.5],
      "symbol-sort-key": ["get", "of"],
    },
    paint: { "text-color": c.ink },
  };
}

/** None and all only where it really is none and all. @returns {Expression} */
function partOf() {
  /** @type {Expression} */
  const part = ["round", ["*", PARTS, ["/", ["get", "lacking"], ["get", "of"]]]];
  return ["case", ["==", ["get", "lacking"], 0], 0, ["==", ["get", "lacking"], ["get", "of"]], PARTS, ["max", 1, ["min", PARTS - 1, part]]];
}

/** @param {string} id @param {import("./colours.js").Colours} c @param {object} more @returns {Layer} */
function names(id, c, more) {
  const { layout, ...zooms } = /** @type {{layout?: object}} */ (more);
  return {
    id, source: "unit-points", type: "symbol", ...zooms,
    layout: {
      "text-field": ["get", "short_name"],
      "text-font": PLAIN,
      "text-size": ["interpolate", ["linear"], ["zoom"], 9, 10.5, 12, 13, 15, 17],
      "text-max-width": 7,
      "text-padding": 6,
      "symbol-sort-key": ["-", 0, ["get", "of"]],
      ...layout,
    },
    paint: { "text-color": c.ink, "text-halo-color": c.paper, "text-halo-width": 1.6 },
  };
}

/**
 * @param {import("./colours.js").Colours} c @param {Ground} ground @param {string} language
 * @returns {import("maplibre-gl").StyleSpecification}
 */
export function style(c, ground, language) {
  const [lightest, ...darker] = shades(c);
  const shade = ["match", ["get", "step"], 0, lightest, ...darker.flatMap((colour, at) => [at + 1, colour]), c["share-none"]];
  const under = ground.layers.length > 0;
  const active = ["boolean", ["feature-state", "active"], false];
  return {
    version: 8,
    ...(ground.sprite && { sprite: ground.sprite }),
    sources: {
      ...ground.sources,
      units: { type: "geojson", data: EMPTY, promoteId: "code", tolerance: 0.2 },
      "unit-points": { type: "geojson", data: EMPTY, promoteId: "code" },
      "unit-rings": { type: "geojson", data: EMPTY, cluster: true, clusterRadius: 54, clusterMaxZoom: 11, clusterProperties: SUMS },
      places: { type: "geojson", data: EMPTY, maxzoom: 20, cluster: true, clusterRadius: 50, clusterMaxZoom: 18, clusterProperties: SUMS },
      chosen: { type: "geojson", data: EMPTY },
      me: { type: "geojson", data: EMPTY },
    },
    layers: /** @type {Layer[]} */ ([
      { id: "ground", type: "background", paint: { "background-color": c["map-sea"] } },
      ...ground.layers,
      // The outer half of this line shows the city's edge; the inner one lies under the wards.
      { id: "city-edge", source: "units", type: "line", layout: { "line-join": "round" }, paint: { "line-color": c["map-edge"], "line-width": 7, "line-blur": 3 } },
      // Shades that let something through let paper through, not the water.
      ...(under ? [] : [{ id: "unit-ground", source: "units", type: "fill", paint: { "fill-color": c.paper } }]),
      { id: "unit-fill", source: "units", type: "fill", paint: { "fill-color": shade, "fill-opacity": under ? 0.6 : ["interpolate", ["linear"], ["zoom"], CLOSE - 0.5, 1, 14, 0.55] } },
      { id: "unit-hatch", source: "units", type: "fill", filter: ["==", ["get", "step"], -1], paint: { "fill-pattern": "hatch", "fill-opacity": under ? 0.4 : 1 } },
      { id: "unit-line", source: "units", type: "line", layout: { "line-join": "round" }, paint: { "line-color": c.soft, "line-opacity": 0.55, "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.4, 13, 1.2] } },
      { id: "unit-active", source: "units", type: "line", layout: { "line-join": "round" }, paint: { "line-color": c.focus, "line-width": 3, "line-opacity": ["case", active, 1, 0] } },
      names("names-close", c, { minzoom: CLOSE, layout: { "text-variable-anchor": ["center", "top", "bottom", "left", "right"], "text-radial-offset": 1.5 } }),
      names("names-far", c, { minzoom: 9, maxzoom: CLOSE, layout: { "text-anchor": "top", "text-offset": [0, 1.8] } }),
      { id: "places", source: "places", type: "symbol", filter: ["!", ["has", "point_count"]], layout: { "icon-image": ["get", "icon"], "icon-allow-overlap": true, "symbol-sort-key": ["get", "lacking"] } },
      rings("place-rings", "places", c, language),
      { ...rings("unit-rings", "unit-rings", c, language), maxzoom: CLOSE },
      { id: "chosen", source: "chosen", type: "circle", paint: { "circle-radius": 15, "circle-opacity": 0, "circle-stroke-color": c.focus, "circle-stroke-width": 4 } },
      { id: "me", source: "me", type: "circle", paint: { "circle-radius": 8, "circle-color": c.focus, "circle-stroke-color": c.paper, "circle-stroke-width": 3 } },
    ]),
  };
}
