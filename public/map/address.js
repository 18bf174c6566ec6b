// Filters and view in the URL: what one sends is what the other sees.
//
// The view stands behind the #, which a browser never sends: after "near me" it is where somebody is.
// (`?view=` is understood too, for links that a server writes.)

const DEFAULTS = { measure: "board", kind: "apartment_building" };

/** @typedef {{zoom: number, lat: number, lon: number}} View */

/** What the form asks for, as the data's addresses want it. @param {HTMLFormElement} form */
export function filters(form) {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() !== "") asked.append(name, value.trim());
  }
  return asked;
}

/** Puts the filters into the address, as a step that one can go back from. @param {HTMLFormElement} form */
export function pushFilters(form) {
  const asked = filters(form);
  for (const [name, usual] of Object.entries(DEFAULTS)) {
    if (asked.get(name) === usual) asked.delete(name);
  }
  const address = `${location.pathname}${asked.size > 0 ? `?${asked}` : ""}${location.hash}`;
  if (address !== location.pathname + location.search + location.hash) history.pushState(null, "", address);
}

/** Fills the form from the address, after a step back. @param {HTMLFormElement} form */
export function readFilters(form) {
  const asked = new URLSearchParams(location.search);
  for (const field of form.querySelectorAll("input[name], select[name]")) {
    const { name } = /** @type {HTMLInputElement} */ (field);
    const usual = DEFAULTS[/** @type {"kind"} */ (name)] ?? "";
    /** @type {HTMLInputElement} */ (field).value = asked.get(name) || usual;
  }
}

/** @returns {View | null} */
export function readView() {
  const behind = new URLSearchParams(location.hash.slice(1)).get("view");
  const asked = behind ?? new URLSearchParams(location.search).get("view");
  const [zoom, lat, lon] = (asked ?? "").split("/").map(Number.parseFloat);
  const sound = Number.isFinite(zoom) && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return sound ? { zoom, lat, lon } : null;
}

/** @param {import("maplibre-gl").Map} map */
export function writeView(map) {
  const { lng, lat } = map.getCenter();
  const view = `${map.getZoom().toFixed(2)}/${lat.toFixed(4)}/${lng.toFixed(4)}`;
  const search = new URLSearchParams(location.search);
  search.delete("view");
  history.replaceState(null, "", `${location.pathname}${search.size > 0 ? `?${search}` : ""}#view=${view}`);
}

/** The list of the same places, with the kind named: the list has no usual one. @param {URLSearchParams} asked */
export function listAddress(asked) {
  const list = new URLSearchParams(asked);
  list.delete("measure");
  return `/places?${list}`;
}

/** Choosing another language or light comes back to this very view. */
export function keepThroughPreferences() {
  for (const field of document.querySelectorAll('form[action="/preferences"] input[name="next"]')) {
    const form = /** @type {HTMLInputElement} */ (field).form;
    form?.addEventListener("submit", () => {
      /** @type {HTMLInputElement} */ (field).value = location.pathname + location.search + location.hash;
    });
  }
}
