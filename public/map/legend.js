// What the shades mean and how many wards have each; what the marks mean.
import { element, make, say } from "./config.js";
import { STEPS } from "./measure.js";
import { mark } from "./list.js";
import { steps } from "./picture.js";

const MARKS = {
  board: ["board-recognised", "board-under_way", "board-missing", "board-not_required", "board-unknown"],
  party: ["party-own_cell", "party-socio_political_only", "party-none", "party-unknown"],
};

/**
 * @param {import("./config.js").Config} config @param {import("./data.js").Unit[]} units
 * @param {import("./config.js").Measure} measure @param {boolean} byParty places bear the mark of their organizations
 */
export function showLegend(config, units, measure, byParty) {
  const { width, step } = steps(units);
  const counts = new Map();
  for (const unit of units) counts.set(step(unit), (counts.get(step(unit)) ?? 0) + 1);
  const words = say(config, `lacking_${measure}`);
  const list = make("ul", { class: "bins" });
  for (let at = 0; at < STEPS; at += 1) {
    list.append(bin(`step-${at}`, say(config, at === STEPS - 1 ? "bin_last" : "bin", { from: width * at, to: width * (at + 1) }), counts.get(at) ?? 0));
  }
  list.append(bin("step-none", say(config, "not_surveyed"), counts.get(-1) ?? 0));
  const marks = make("ul", { class: "marks" });
  for (const name of MARKS[byParty ? "party" : "board"]) marks.append(make("li", {}, label(config, name)));
  const inner = /** @type {HTMLElement} */ (element("map-legend").querySelector("div"));
  inner.replaceChildren(
    make("h2", {}, say(config, "legend_units", { measure: words })), list,
    make("p", {}, say(config, "legend_rings", { measure: words })),
    make("h2", {}, say(config, byParty ? "legend_party" : "legend_board")), marks,
    ...(units.some((unit) => unit.approximate) ? [make("p", { class: "soft" }, say(config, "approximate"))] : []),
  );
}

/** @param {import("./config.js").Config} config @param {string} name */
function label(config, name) {
  // Own, shared and cluster cells bear one mark here: what differs stands in the card.
  if (name !== "party-own_cell") return mark(name);
  const whole = make("span", {}, mark(name));
  whole.querySelector("svg")?.parentElement?.replaceChildren(.../** @type {any} */ ([whole.querySelector("svg"), say(config, "party_any")]));
  return whole;
}

/** @param {string} step @param {string} words @param {number} count */
function bin(step, words, count) {
  return make("li", {}, make("span", { class: `swatch ${step}` }), words, make("span", { class: "number soft" }, String(count)));
}
