// The map's page. What it shows stands in the address, what it says in the list beside it.
import { filters, keepThroughPreferences, listAddress, pushFilters, readFilters, readView, writeView } from "./address.js";
import { offerAdding } from "./add.js";
import { fetchByPage, ground, nothing } from "./basemap.js";
import { closeByEscape, hideCard } from "./card.js";
import { colours, onLightChange } from "./colours.js";
import { element, readConfig, say } from "./config.js";
import { fetchPlaces, fetchUnits } from "./data.js";
import { drawOnDemand } from "./icons.js";
import { showLegend } from "./legend.js";
import { FLAT, NotBuilt, library, settle } from "./library.js";
import { showList } from "./list.js";
import { measureFor } from "./measure.js";
import { offerNear } from "./near.js";
import { around, inside, putPlaces, putUnits, visible } from "./picture.js";
import { pointer } from "./pointer.js";
import { makeSheet } from "./sheet.js";
import { CLOSE, style } from "./style.js";

/** @typedef {import("maplibre-gl").Map} Map */

const page = element("map-page");
const form = /** @type {HTMLFormElement} */ (element("map-filters"));
const config = readConfig(page);

/** @type {{units: import("./data.js").Unit[], spots: import("./data.js").Spot[], truncated: boolean, me: {lon: number, lat: number} | null}} */
const scene = { units: [], spots: [], truncated: false, me: null };

/** @param {string} words */
function notice(words) {
  element("map-notice").textContent = words;
  element("map-notice").hidden = words === "";
}

const kind = () => filters(form).get("kind") ?? "apartment_building";
const measure = () => measureFor(kind(), /** @type {import("./config.js").Measure} */ (filters(form).get("measure") ?? "board"));

/** What is asked of the server: the form, with the measure that fits the kind. */
function asked() {
  const all = filters(form);
  all.set("measure", measure());
  return all;
}

async function start() {
  const maplibre = await library();
  const transformRequest = fetchByPage(maplibre);
  const under = await ground(config.basemap, maplibre, colours());
  const view = readView();
  const map = new maplibre.Map({
    ...FLAT, container: "map-canvas", style: style(colours(), under, config.language), transformRequest,
    ...(view ? { center: [view.lon, view.lat], zoom: view.zoom } : { bounds: config.bounds ?? undefined }),
  });
  settle(map, say(config, "canvas"));
  drawOnDemand(map, colours);
  element("map-controls").hidden = element("map-legend").hidden = false;
  element("map-legend").toggleAttribute("open", matchMedia("(min-width: 1000px)").matches);
  const [units] = await Promise.all([fetchUnits(asked()), map.once("load")]);
  scene.units = units;
  const hand = pointer({ map, config, measure, spots: () => scene.spots, units: () => scene.units, me: () => scene.me, opened: () => sheet.lower() });
  drawUnits(map);
  const sheet = makeSheet(map, () => void look(map, hand));
  if (!view) fit(map);
  await look(map, hand);
  wire(map, hand);
  onLightChange(async () => {
    map.setStyle(style(colours(), await ground(config.basemap, maplibre, colours()).catch(nothing), config.language), { diff: false });
    await map.once("style.load");
    drawUnits(map);
    putPlaces(map, scene.spots);
  });
  page.dataset.ready = "";
}

/** Looks where something was found. @param {Map} map */
function fit(map) {
  const found = scene.units.filter((unit) => unit.found > 0);
  const box = config.unit && config.bounds ? config.bounds : around(found) ?? config.bounds;
  const legend = element("map-legend");
  const left = legend.hasAttribute("open") ? legend.offsetWidth + 24 : 24;
  if (box) map.fitBounds(box, { padding: { top: 24, right: 24, bottom: 24, left }, animate: false });
}

/** @param {Map} map */
function drawUnits(map) {
  putUnits(map, scene.units);
  showLegend(config, scene.units, measure(), measure() === "party" || kind() === "residential_area");
}

/** Fetches what is in view, if it is near enough, and lists it. @param {Map} map @param {ReturnType<typeof pointer>} hand */
async function look(map, hand) {
  const near = map.getZoom() >= CLOSE;
  if (near) {
    const found = await fetchPlaces(asked(), visible(map), map.getZoom(), measure()).catch(failed);
    if (!found) return;
    if (found.spots !== scene.spots) putPlaces(map, found.spots);
    [scene.spots, scene.truncated] = [found.spots, found.truncated];
    map.setLayerZoomRange("unit-rings", 0, found.truncated ? 24 : CLOSE);
  }
  for (const layer of ["places", "place-rings"]) map.setLayoutProperty(layer, "visibility", near ? "visible" : "none");
  notice(near && scene.truncated ? say(config, "truncated") : "");
  showList({
    config, kind: kind(), measure: measure(), box: visible(map), me: scene.me, units: scene.units,
    truncated: near && scene.truncated, spots: near ? scene.spots : null,
    onUnit: hand.openUnit, onSpot: hand.openSpot,
    onHover: (code, spot) => {
      if (element("map-card").hidden) hand.choose(spot);
      hand.highlight(code);
    },
  });
}

/** @param {unknown} error */
function failed(error) {
  console.warn(error);
  notice(say(config, "not_loaded"));
  return null;
}

/** @param {Map} map @param {ReturnType<typeof pointer>} hand */
function wire(map, hand) {
  const refilter = async () => {
    hideCard();
    /** @type {HTMLAnchorElement} */ (element("map-places")).href = listAddress(filters(form));
    const units = await fetchUnits(asked()).catch(failed);
    if (!units) return;
    scene.units = units;
    drawUnits(map);
    const found = units.filter((unit) => unit.found > 0);
    if (found.length > 0 && !found.some((unit) => inside(visible(map), unit.lon, unit.lat))) fit(map);
    await look(map, hand);
  };
  map.on("moveend", () => {
    writeView(map);
    void look(map, hand);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    pushFilters(form);
    void refilter();
  });
  form.addEventListener("change", () => form.requestSubmit());
  window.addEventListener("popstate", () => {
    readFilters(form);
    const view = readView();
    if (view) map.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom });
    void refilter();
  });
  element("map-in").onclick = () => map.zoomIn();
  element("map-out").onclick = () => map.zoomOut();
  element("map-whole").onclick = () => config.whole && map.fitBounds(config.whole, { padding: 16 });
  offerNear(map, config, (me) => { scene.me = me; void look(map, hand); }, notice);
  offerAdding(map, config);
  closeByEscape();
  keepThroughPreferences();
}

start().catch((error) => {
  console.warn(error);
  const key = error instanceof NotBuilt ? "not_built" : /webgl/i.test(String(error?.message ?? error)) ? "no_webgl" : "not_loaded";
  notice(say(config, key));
  page.dataset.failed = "";
});
