// The list beside the map: the same things in words, for those who do not see or do not point.
import { element, locale, make, say } from "./config.js";
import { markOf } from "./measure.js";
import { distance, saidDistance } from "../position.js";
import { inside } from "./picture.js";

const MOST_LINES = 100;

/**
 * @typedef {import("./config.js").Config} Config
 * @typedef {import("./config.js").Box} Box
 * @typedef {{lon: number, lat: number} | null} Me
 * @typedef {{
 *   config: Config, measure: import("./config.js").Measure, kind: string, box: Box, me: Me, truncated: boolean,
 *   units: import("./data.js").Unit[], spots: import("./data.js").Spot[] | null,
 *   onUnit: (unit: import("./data.js").Unit) => void, onSpot: (spot: import("./data.js").Spot) => void,
 *   onHover: (code: string | null, spot: import("./data.js").Spot | null) => void,
 * }} Listed
 */

/** @param {Listed} listed */
export function showList(listed) {
  const kept = document.activeElement?.closest("#map-lines button")?.getAttribute("data-key");
  const count = listed.spots && !listed.truncated ? showSpots(listed, listed.spots) : showUnits(listed);
  element("map-list-title").textContent = say(listed.config, "in_view");
  const empty = listed.units.every((unit) => unit.of === 0);
  if (count === 0) element("map-summary").textContent = say(listed.config, empty ? "in_view_empty" : "in_view_none");
  // A redrawn list must not throw the keyboard back to the page's top.
  if (kept) /** @type {HTMLElement | null} */ (document.querySelector(`#map-lines [data-key="${CSS.escape(kept)}"]`))?.focus({ preventScroll: true });
}

/** @param {Listed} listed */
function words({ config, kind, measure }) {
  const plural = kind === "residential_area" ? "kind_areas" : "kind_places";
  return { kind: say(config, plural), measure: say(config, `lacking_${measure}`) };
}

/** @param {Listed} listed */
function showUnits(listed) {
  const { config, box } = listed;
  const seen = listed.units.filter((unit) => unit.found > 0 && inside(box, unit.lon, unit.lat));
  seen.sort((a, b) => b.found_lacking - a.found_lacking || a.short_name.localeCompare(b.short_name, locale(config)));
  const sum = (/** @type {"found" | "found_lacking"} */ what) => seen.reduce((all, unit) => all + unit[what], 0);
  element("map-summary").textContent = say(config, "in_view_units", { units: seen.length, count: sum("found"), lacking: sum("found_lacking"), ...words(listed) });
  const lines = seen.map((unit) => {
    const share = say(config, "of_how_many", { lacking: unit.found_lacking, count: unit.found, ...words(listed) });
    const button = make("button", { type: "button", class: "map-line", "data-key": unit.code }, ring(unit), make("strong", {}, unit.name), make("span", {}, share));
    button.onclick = () => listed.onUnit(unit);
    hovers(button, () => listed.onHover(unit.code, null), listed);
    return make("li", {}, button);
  });
  element("map-lines").replaceChildren(...lines);
  return seen.length;
}

/** @param {Listed} listed @param {import("./data.js").Spot[]} spots */
function showSpots(listed, spots) {
  const { config, box, me, measure } = listed;
  const far = (/** @type {import("./data.js").Spot} */ spot) => (me ? distance(me, spot) : 0);
  const compare = new Intl.Collator(locale(config), { numeric: true }).compare;
  const seen = spots.filter((spot) => inside(box, spot.lon, spot.lat));
  seen.sort((a, b) => far(a) - far(b) || b.place.lacking - a.place.lacking || compare(a.place.name, b.place.name));
  const lacking = seen.filter((spot) => spot.place.lacking).length;
  const summary = say(config, "in_view_places", { count: seen.length, lacking, ...words(listed) });
  element("map-summary").textContent = me ? `${summary} · ${say(config, "place_near")}` : summary;
  const lines = seen.slice(0, MOST_LINES).map((spot) => {
    const { place } = spot;
    const where = [place.address, place.unit].filter(Boolean).join(", ");
    const button = make("button", { type: "button", class: "map-line", "data-key": place.id }, make("strong", {}, place.name), make("span", {}, where), mark(markOf(place, measure)));
    if (me) button.append(make("span", { class: "far" }, saidDistance(config, far(spot))));
    button.onclick = () => listed.onSpot(spot);
    hovers(button, () => listed.onHover(null, spot), listed);
    return make("li", {}, button);
  });
  if (seen.length > MOST_LINES) lines.push(make("li", { class: "soft" }, say(config, "in_view_places_more", { count: seen.length - MOST_LINES })));
  element("map-lines").replaceChildren(...lines);
  return seen.length;
}

/** @param {HTMLElement} button @param {() => void} enter @param {Listed} listed */
function hovers(button, enter, listed) {
  button.onmouseenter = button.onfocus = enter;
  button.onmouseleave = button.onblur = () => listed.onHover(null, null);
}

/** Shape and word of a status, as the server makes them on every page. @param {string} name */
export function mark(name) {
  const template = document.getElementById(`mark-${name}`);
  return template instanceof HTMLTemplateElement ? template.content.cloneNode(true) : document.createTextNode("");
}

/** The ring that stands on the map, small. @param {import("./data.js").Unit} unit */
function ring(unit) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const around = 2 * Math.PI * 8;
  for (const [name, value] of Object.entries({ viewBox: "0 0 22 22", width: "22", height: "22", "aria-hidden": "true", class: "ring" })) svg.setAttribute(name, value);
  for (const part of [1, unit.found_lacking / unit.found]) {
    const circle = document.createElementNS(svg.namespaceURI, "circle");
    const attributes = { cx: "11", cy: "11", r: "8", "stroke-dasharray": `${part * around} ${around}`, transform: "rotate(-90 11 11)" };
    for (const [name, value] of Object.entries(attributes)) circle.setAttribute(name, value);
    svg.append(circle);
  }
  return svg;
}
