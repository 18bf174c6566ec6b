// What lies under our boundaries, if the administrator has set something: tiles of images, a style, or
// a PMTiles file. Without it the boundaries are the map.

/**
 * @typedef {{
 *   sources: Record<string, import("maplibre-gl").SourceSpecification>,
 *   layers: import("maplibre-gl").LayerSpecification[],
 *   sprite?: import("maplibre-gl").SpriteSpecification,
 * }} Ground
 */

/** @returns {Ground} */
export const nothing = () => ({ sources: {}, layers: [] });

/**
 * @param {import("./config.js").Basemap} basemap @param {import("./library.js").Library} maplibre
 * @param {import("./colours.js").Colours} colours @returns {Promise<Ground>}
 */
export async function ground(basemap, maplibre, colours) {
  try {
    if (basemap.style) return await fromStyle(basemap.style);
    if (basemap.pmtiles) return await fromPmtiles(basemap.pmtiles, maplibre, colours);
    if (basemap.raster) return images([basemap.raster]);
  } catch (error) {
    // A basemap that cannot be had is no reason to show no map.
    console.warn("basemap", error);
  }
  return nothing();
}

/** @param {string[]} tiles @param {object} [more] @returns {Ground} */
function images(tiles, more = {}) {
  const paint = { "raster-opacity": 0.85, "raster-saturation": -0.4 };
  return {
    sources: { basemap: { type: "raster", tiles, tileSize: 256, maxzoom: 19, ...more } },
    layers: [{ id: "basemap", type: "raster", source: "basemap", paint }],
  };
}

/** @param {string} address @returns {Promise<Ground>} */
async function fromStyle(address) {
  const answer = await fetch(address, { referrerPolicy: "no-referrer" });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  // Its letters are left where they are: without them the device's own are drawn, which know Vietnamese.
  const { sources, layers, sprite } = await answer.json();
  return { sources, layers, sprite };
}

/** @param {string} file @param {import("./library.js").Library} maplibre @param {import("./colours.js").Colours} c @returns {Promise<Ground>} */
async function fromPmtiles(file, maplibre, c) {
  const module = "/pkg/maplibre/pmtiles.mjs";
  const { PMTiles, Protocol } = await import(module);
  const protocol = new Protocol();
  maplibre.addProtocol("pmtiles", protocol.tile);
  const tiles = new PMTiles(new URL(file, location.href).href);
  protocol.add(tiles);
  const header = await tiles.getHeader();
  const url = `pmtiles://${tiles.source.getKey()}`;
  const MVT = 1;
  if (header.tileType !== MVT) return { ...images([], { url, tiles: undefined }) };
  return { sources: { basemap: { type: "vector", url } }, layers: lines(c) };
}

/** Land, water and roads by the names that Protomaps gives its layers; quiet, since wards lie on top. @param {import("./colours.js").Colours} c */
function lines(c) {
  /** @param {string} name @param {string} type @param {object} paint */
  const layer = (name, type, paint) =>
    /** @type {import("maplibre-gl").LayerSpecification} */ (
      { id: `basemap-${name}`, source: "basemap", "source-layer": name, type, paint });
  return [
    layer("earth", "fill", { "fill-color": c.ground }),
    layer("water", "fill", { "fill-color": c["map-sea"] }),
    layer("buildings", "fill", { "fill-color": c.line, "fill-opacity": 0.6 }),
    layer("roads", "line", { "line-color": c.soft, "line-opacity": 0.4, "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 8, 0.3, 18, 8] }),
  ];
}

const BY_PAGE = "page+";

/**
 * MapLibre's worker may fetch nothing (a file of ours answers with a policy of its own): the page
 * fetches for it, under the page's policy.
 * @param {import("./library.js").Library} maplibre
 */
export function fetchByPage(maplibre) {
  for (const scheme of ["http", "https"]) {
    maplibre.addProtocol(`${BY_PAGE}${scheme}`, async (request, abort) => {
      const answer = await fetch(request.url.slice(BY_PAGE.length), { signal: abort.signal, referrerPolicy: "no-referrer" });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return { data: await (request.type === "json" ? answer.json() : answer.arrayBuffer()) };
    });
  }
  return (/** @type {string} */ url, /** @type {string | undefined} */ kind) =>
    kind === "Tile" && /^https?:/.test(url) ? { url: `${BY_PAGE}${url}` } : { url };
}
