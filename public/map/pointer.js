// What happens under a finger or a mouse: highlights, cards, zooming into a ring.
import { make, say } from "./config.js";
import { hideCard, showCard } from "./card.js";
import { mark } from "./list.js";
import { distance, saidDistance } from "../position.js";
import { put, point } from "./picture.js";
import { CLOSE } from "./style.js";

/**
 * @typedef {import("./data.js").Spot} Spot
 * @typedef {import("./data.js").Unit} Unit
 * @typedef {import("./config.js").Config} Config
 * @typedef {{
 *   map: import("maplibre-gl").Map, config: Config, spots: () => Spot[], units: () => Unit[], me: () => {lon: number, lat: number} | null,
 *   measure: () => import("./config.js").Measure, opened: () => void,
 * }} Scene
 */

/** A finger is not a needle. */
const REACH = 9;
const LAYERS = ["places", "place-rings", "unit-rings", "unit-fill"];

/** @param {Scene} scene */
export function pointer(scene) {
  const { map } = scene;
  /** @type {string | null} */
  let active = null;
  /** @param {string | null} code */
  const highlight = (code) => {
    if (code === active) return;
    if (active) map.setFeatureState({ source: "units", id: active }, { active: false });
    if (code) map.setFeatureState({ source: "units", id: code }, { active: true });
    active = code;
  };
  /** @param {Spot | null} spot */
  const choose = (spot) => put(map, "chosen", spot ? [point(spot.lon, spot.lat, {})] : []);

  map.on("mousemove", ({ point: at }) => {
    const [hit] = under(map, at.x, at.y);
    map.getCanvas().style.cursor = hit ? "pointer" : "";
    highlight(hit?.layer.id === "unit-fill" ? String(hit.properties.code) : null);
  });
  map.on("mouseout", () => highlight(null));
  map.on("click", async ({ point: at }) => {
    const [hit] = under(map, at.x, at.y);
    if (!hit) return hideCard();
    const { properties, geometry } = hit;
    if (properties.cluster) return openRing(scene, hit.layer.id === "place-rings" ? "places" : "unit-rings", properties, /** @type {any} */ (geometry).coordinates);
    const spot = hit.layer.id === "places" && scene.spots().find(({ place }) => place.id === properties.id);
    if (spot) return openSpot(scene, spot, choose);
    const unit = scene.units().find(({ code }) => code === properties.code);
    if (unit) openUnit(scene, unit, highlight);
  });
  return {
    highlight, choose,
    /** @param {Spot} spot */
    openSpot: (spot) => openSpot(scene, spot, choose),
    /** @param {Unit} unit */
    openUnit: (unit) => openUnit(scene, unit, highlight),
  };
}

/** What lies there, the most exact first. @param {import("maplibre-gl").Map} map @param {number} x @param {number} y */
function under(map, x, y) {
  const found = map.queryRenderedFeatures([[x - REACH, y - REACH], [x + REACH, y + REACH]], { layers: LAYERS.slice(0, 3) });
  const centre = (/** @type {any} */ { geometry: { coordinates: [lon, lat] } }) => {
    const at = map.project([lon, lat]);
    return Math.hypot(at.x - x, at.y - y);
  };
  if (found.length > 0) return found.sort((a, b) => centre(a) - centre(b));
  return map.queryRenderedFeatures([x, y], { layers: ["unit-fill"] });
}

/** @param {Scene} scene @param {string} source @param {Record<string, any>} properties @param {[number, number]} centre */
async function openRing(scene, source, properties, centre) {
  const { map, config } = scene;
  const data = /** @type {import("maplibre-gl").GeoJSONSource} */ (map.getSource(source));
  const zoom = await data.getClusterExpansionZoom(properties.cluster_id);
  if (zoom <= map.getMaxZoom()) return void map.easeTo({ center: centre, zoom: Math.max(zoom, map.getZoom() + 0.5) + 0.2 });
  const leaves = await data.getClusterLeaves(properties.cluster_id, 50, 0);
  const ids = new Set(leaves.map((leaf) => leaf.properties?.id));
  const spots = scene.spots().filter(({ place }) => ids.has(place.id));
  const choices = spots.map((spot) => ({ words: spot.place.name, act: () => openSpot(scene, spot, (chosen) => put(map, "chosen", chosen ? [point(chosen.lon, chosen.lat, {})] : [])) }));
  showCard(config, { title: say(config, "same_point", { count: properties.point_count }), lines: [], links: [], choices }, () => {});
}

/** @param {Scene} scene @param {Spot} spot @param {(spot: Spot | null) => void} choose */
function openSpot(scene, spot, choose) {
  const { config, map } = scene;
  const { place } = spot;
  const me = scene.me();
  const marks = make("span", { class: "row" });
  if (place.kind !== "residential_area") marks.append(mark(`board-${place.board}`));
  marks.append(mark(`party-${place.party}`));
  const lines = [[place.address, place.unit].filter(Boolean).join(", "), config.kinds[place.kind] ?? "", marks, ...(me ? [saidDistance(config, distance(me, spot))] : [])];
  const links = [
    { href: `/places/${place.id}`, words: say(config, "open"), main: true },
    { href: `/places/${place.id}/record`, words: say(config, "update") },
  ];
  scene.opened();
  showCard(config, { title: place.name, lines: lines.filter(Boolean), links }, () => choose(null));
  choose(spot);
  // Only as far as needed to see it.
  const at = map.project([spot.lon, spot.lat]);
  const { clientWidth, clientHeight } = map.getContainer();
  const covered = map.getPadding().bottom ?? 0;
  if (at.x < 40 || at.y < 40 || at.x > clientWidth - 40 || at.y > clientHeight - covered - 230) map.easeTo({ center: [spot.lon, spot.lat], offset: [0, -60] });
}

/** @param {Scene} scene @param {Unit} unit @param {(code: string | null) => void} highlight */
function openUnit(scene, unit, highlight) {
  const { config, map } = scene;
  const measure = say(config, `lacking_${scene.measure()}`);
  const share = unit.of > 0 ? say(config, "of_how_many", { lacking: unit.lacking, count: unit.of, measure }) : say(config, "not_surveyed");
  const links = [{ href: `/admin-units/${unit.code}`, words: say(config, "open_unit"), main: true }];
  const zoom = () => {
    const camera = map.cameraForBounds(unit.bbox, { padding: 24 });
    hideCard();
    if (camera) map.easeTo({ ...camera, zoom: Math.max(CLOSE + 0.3, camera.zoom ?? 0) });
  };
  scene.opened();
  showCard(config, { title: unit.name, lines: [share], links, buttons: [{ words: say(config, "show_buildings"), act: zoom }] }, () => highlight(null));
  highlight(unit.code);
}
