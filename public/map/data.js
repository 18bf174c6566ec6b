// Asks the server for units and places, and for no more than is needed.
import { iconOf, lacks, markOf } from "./measure.js";

/**
 * @typedef {import("./config.js").Box} Box
 * @typedef {import("./measure.js").Place} Place
 * @typedef {{code: string, name: string, short_name: string, bbox: Box, lon: number, lat: number,
 *   approximate: boolean, of: number, lacking: number, found: number, found_lacking: number}} Unit
 * @typedef {{lon: number, lat: number, place: Place}} Spot
 * @typedef {{spots: Spot[], truncated: boolean, box: Box}} Spots
 */

/** Degrees, 2 km: the grid of the boxes that are asked for. */
const CELL = 0.02;
/** Where a box of that grid holds more than can be drawn, a quarter of it, 500 m: still no door. */
const FINEST = 0.005;

/** @type {Map<string, unknown>} outlines by code: they are fetched once */
const outlines = new Map();

/**
 * @typedef {{asked: string, box: Box, found: Promise<Spots | null>, truncated: boolean}} Question
 */

/** @type {Question | null} */
let last = null;
let abort = new AbortController();

/** @param {string} path @param {URLSearchParams} asked @param {AbortSignal} [signal] @returns {Promise<any>} */
async function fetchJson(path, asked, signal) {
  const answer = await fetch(`${path}?${asked}`, { signal, headers: { accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(`${path}: status ${answer.status}`);
  return answer.json();
}

/** @param {URLSearchParams} filters @returns {Promise<Unit[]>} */
export async function fetchUnits(filters) {
  const asked = new URLSearchParams(filters);
  if (outlines.size > 0) asked.set("shapes", "false");
  const { features } = await fetchJson("/map/units.geojson", asked);
  for (const feature of features) {
    if (feature.geometry) outlines.set(feature.properties.code, feature.geometry);
  }
  return features.map((/** @type {{properties: Unit}} */ feature) => feature.properties);
}

/** @param {string} code */
export function outline(code) {
  return outlines.get(code);
}

/**
 * The box made larger, to the lines of a coarse grid. The server learns which places are looked at, as
 * it must; but after "near me" the middle of the view is a person, and the grid does not tell where in
 * a cell they stand.
 * @param {Box} box @param {number} cell @returns {Box}
 */
export function coarse([west, south, east, north], cell) {
  const round = (/** @type {number} */ line) => Number((line * cell).toFixed(4));
  return [round(Math.floor(west / cell)), round(Math.floor(south / cell)), round(Math.ceil(east / cell)), round(Math.ceil(north / cell))];
}

/** Grids to try, from coarse to fine. @param {number} zoom */
function grids(zoom) {
  const usual = CELL * 2 ** Math.max(0, Math.min(5, Math.ceil(14 - zoom)));
  return zoom >= 15 ? [usual, FINEST] : [usual];
}

/** @param {Box} outer @param {Box} inner */
const holds = (outer, inner) => outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];

/**
 * Places that the filter finds in the box or somewhat round it; null: overtaken by a later question.
 * @param {URLSearchParams} filters @param {Box} view @param {number} zoom @param {import("./config.js").Measure} measure
 * @returns {Promise<Spots | null>}
 */
export async function fetchPlaces(filters, view, zoom, measure) {
  const asked = new URLSearchParams(filters);
  const boxes = grids(zoom).map((cell) => coarse(view, cell));
  const finest = boxes[boxes.length - 1];
  if (last?.asked === asked.toString() && (last.truncated ? last.box.join() === finest.join() : holds(last.box, view))) return last.found;
  abort.abort();
  const { signal } = (abort = new AbortController());
  /** @type {Question} */
  const question = (last = { asked: asked.toString(), box: finest, truncated: false, found: ask(asked, boxes, measure, signal) });
  try {
    const found = await question.found;
    if (found) [question.truncated, question.box] = [found.truncated, found.box];
  } catch (error) {
    if (last === question) last = null;
    throw error;
  }
  return question.found;
}

/** @param {URLSearchParams} asked @param {Box[]} boxes @param {import("./config.js").Measure} measure @param {AbortSignal} signal @returns {Promise<Spots | null>} */
async function ask(asked, boxes, measure, signal) {
  try {
    /** @type {Spots | null} */
    let found = null;
    for (const box of boxes) {
      const query = new URLSearchParams(asked);
      query.set("bbox", box.join());
      const { features, truncated } = await fetchJson("/map/places.geojson", query, signal);
      found = { spots: features.map((/** @type {any} */ feature) => spot(feature, measure)), truncated, box };
      if (!truncated) break;
    }
    return found;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

/** @param {any} feature @param {import("./config.js").Measure} measure @returns {Spot} */
function spot(feature, measure) {
  const [lon, lat] = feature.geometry.coordinates;
  /** @type {Place} */
  const place = feature.properties;
  place.of = 1;
  place.lacking = lacks(place, measure) ? 1 : 0;
  place.icon = iconOf(markOf(place, measure));
  return { lon, lat, place };
}
