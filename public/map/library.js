// Brings MapLibre in: only pages with a map pay for it.

const FOLDER = "/pkg/maplibre/";

/** @typedef {typeof import("maplibre-gl")} Library */

/** The library is not part of this program: `cargo dev` has not built the front end. */
export class NotBuilt extends Error {}

/** @returns {Promise<Library>} */
export async function library() {
  const [maplibre] = await Promise.all([modules(), styleSheet()]);
  // The policy allows workers from here only; the worker needs nothing but its own file.
  maplibre.setWorkerUrl(`${FOLDER}maplibre-gl-worker.mjs`);
  return maplibre;
}

/** @returns {Promise<Library>} */
async function modules() {
  const address = `${FOLDER}maplibre-gl.mjs`;
  try {
    return await import(address);
  } catch (error) {
    throw new NotBuilt(String(error));
  }
}

/** @returns {Promise<void>} */
function styleSheet() {
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = `${FOLDER}maplibre-gl.css`;
    // Without it the map is plainer, not dead.
    link.onload = link.onerror = () => resolve();
    document.head.append(link);
  });
}

/** What every map of ours is: flat, north up, on one finger and one wheel. */
export const FLAT = {
  dragRotate: false,
  pitchWithRotate: false,
  touchPitch: false,
  maxPitch: 0,
  renderWorldCopies: false,
  attributionControl: /** @type {const} */ (false),
  fadeDuration: 0,
  // Sharper than this costs an older phone more than it shows.
  pixelRatio: Math.min(devicePixelRatio, 2),
  minZoom: 4,
  maxZoom: 18.9,
};

/**
 * Names the canvas for readers, and turns off turning.
 * @param {import("maplibre-gl").Map} map @param {string} name
 */
export function settle(map, name) {
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-label", name);
  canvas.setAttribute("role", "application");
}
