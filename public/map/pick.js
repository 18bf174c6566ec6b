// The place form's map: drag the marker or tap, and longitude and latitude are written; type them, and
// the marker follows. Without it the two fields are there all the same.
import { colours } from "./colours.js";
import { ground, fetchByPage } from "./basemap.js";
import { drawOnDemand } from "./icons.js";
import { FLAT, library, settle } from "./library.js";
import { style } from "./style.js";
import { fetchPlaces, fetchUnits } from "./data.js";
import { putPlaces, putUnits, visible } from "./picture.js";

const DIGITS = 5;
/** From here on neighbours are shown: they tell where one is. */
const NEAR = 14;
const BUILDINGS = new URLSearchParams({ kind: "apartment_building" });
const ENGLISH = document.documentElement.lang === "en";
/** @type {Record<string, string>} */
const WORDS = ENGLISH ? {} : { "NavigationControl.ZoomIn": "Phóng to", "NavigationControl.ZoomOut": "Thu nhỏ", "Marker.Title": "Vị trí" };

/** @param {string} name @returns {HTMLInputElement | null} */
const field = (name) => document.querySelector(`input[name="${name}"]`);

/** @param {HTMLElement} box */
async function start(box) {
  const [lon, lat] = [field("lon"), field("lat")];
  if (!lon || !lat) return;
  // A decimal comma is what people type.
  const number = (/** @type {HTMLInputElement} */ input) => Number.parseFloat(input.value.trim().replace(",", "."));
  /** @returns {[number, number] | null} */
  const typed = () => {
    const found = [number(lon), number(lat)];
    return Math.abs(found[0]) <= 180 && Math.abs(found[1]) <= 85 ? [found[0], found[1]] : null;
  };
  const given = () => {
    const found = [Number.parseFloat(box.dataset.lon ?? ""), Number.parseFloat(box.dataset.lat ?? "")];
    return found.every(Number.isFinite) ? /** @type {[number, number]} */ (found) : null;
  };

  const maplibre = await library();
  const basemap = { raster: box.dataset.raster ?? "", style: "", pmtiles: "" };
  const under = await ground(basemap, maplibre, colours());
  const canvas = document.createElement("div");
  canvas.className = "pick-canvas";
  box.append(canvas);
  const units = fetchUnits(BUILDINGS);
  // It is awaited below, and its failure told there; until then it is not one that nobody looks after.
  units.catch(() => {});
  const map = new maplibre.Map({
    ...FLAT, container: canvas, locale: WORDS, style: style(colours(), under, document.documentElement.lang), transformRequest: fetchByPage(maplibre),
    center: typed() ?? given() ?? [106.7, 10.78], zoom: typed() ?? given() ? 15 : 9,
  });
  settle(map, box.dataset.label ?? (ENGLISH ? "Map" : "Bản đồ"));
  drawOnDemand(map, colours);
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");

  const marker = new maplibre.Marker({ color: colours().accent, draggable: true });
  const place = () => {
    const at = typed();
    if (!at) return void marker.remove();
    marker.setLngLat(at).addTo(map);
    if (map.getZoom() < NEAR || !map.getBounds().contains(at)) map.jumpTo({ center: at, zoom: Math.max(map.getZoom(), 15) });
  };
  /** @param {import("maplibre-gl").LngLat} at */
  const write = (at) => {
    lon.value = at.lng.toFixed(DIGITS);
    lat.value = at.lat.toFixed(DIGITS);
    // Whoever keeps what was typed hears of it as if it had been.
    for (const input of [lon, lat]) input.dispatchEvent(new Event("input", { bubbles: true }));
    marker.setLngLat(at).addTo(map);
  };
  marker.on("dragend", () => write(marker.getLngLat()));
  map.on("click", ({ lngLat }) => write(lngLat));
  for (const input of [lon, lat]) input.addEventListener("change", place);
  place();

  await map.once("load");
  // Outlines and names only: no shading, no counts.
  for (const layer of ["unit-rings", "unit-hatch"]) map.setLayoutProperty(layer, "visibility", "none");
  map.setPaintProperty("unit-fill", "fill-color", colours().paper);
  putUnits(map, await units);
  const neighbours = async () => {
    const found = map.getZoom() < NEAR ? null : await fetchPlaces(BUILDINGS, visible(map), map.getZoom(), "board").catch(() => null);
    if (found) putPlaces(map, found.spots);
  };
  map.on("moveend", neighbours);
  await neighbours();
  box.dataset.ready = "";
}

const box = document.getElementById("pick-map");
if (box) {
  start(box).catch((error) => {
    console.warn(error);
    // Longitude and latitude can still be typed.
    box.hidden = true;
  });
}
