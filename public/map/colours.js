// Colours come from the style sheet, so that the map is light or dark with the page.

const NAMES = /** @type {const} */ ([
  "ground", "paper", "ink", "soft", "line", "accent", "focus", "party",
  "board-recognised", "board-under_way", "board-missing", "board-not_required", "board-unknown",
  "share-0", "share-1", "share-2", "share-3", "share-4", "share-none", "map-sea", "map-edge",
]);

/** @typedef {Record<typeof NAMES[number], string>} Colours */

/** @returns {Colours} */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const pairs = NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || "#888888"]);
  return /** @type {Colours} */ (Object.fromEntries(pairs));
}

/** @param {Colours} colours @returns {string[]} shades from little to much */
export function shades(colours) {
  return [colours["share-0"], colours["share-1"], colours["share-2"], colours["share-3"], colours["share-4"]];
}

/** Calls back when the device turns light or dark. @param {() => void} changed */
export function onLightChange(changed) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}
