// What the server tells the map: words, bounds, basemap. See app/src/features/map/config.rs.

/**
 * @typedef {[number, number, number, number]} Box west, south, east, north
 * @typedef {{raster: string, style: string, pmtiles: string}} Basemap
 * @typedef {"board" | "party" | "unknown"} Measure
 * @typedef {{
 *   language: "vi" | "en", measure: Measure, bounds: Box | null, whole: Box | null, unit: string | null,
 *   basemap: Basemap, words: Record<string, string>, kinds: Record<string, string>,
 * }} Config
 */

/** @param {HTMLElement} page @returns {Config} */
export function readConfig(page) {
  return JSON.parse(page.dataset.config ?? "{}");
}

/**
 * The words for a key, with `%{name}` filled in.
 * @param {Config} config @param {string} key @param {Record<string, string | number>} [values]
 */
export function say(config, key, values = {}) {
  const text = config.words[key] ?? key;
  return text.replace(/%\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? number(config, value) : value;
  });
}

/** `1.246` in Vietnamese, `1,246` in English. @param {Config} config @param {number} value */
export function number(config, value) {
  return new Intl.NumberFormat(locale(config), { maximumFractionDigits: 1 }).format(value);
}

/** @param {Config} config */
export function locale(config) {
  return config.language === "en" ? "en-GB" : "vi-VN";
}

/** @template {HTMLElement} T @param {string} id @returns {T} */
export function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return /** @type {T} */ (found);
}

/**
 * A new element. Text goes in as text, never as HTML: names come from files that others made.
 * @param {string} tag @param {Record<string, string>} [attributes] @param {...(Node | string)} children
 */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
