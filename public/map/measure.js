// What is looked for: of how many places how many lack it.

/**
 * @typedef {import("./config.js").Measure} Measure
 * @typedef {{id: string, kind: string, name: string, address: string, unit: string, board: string, party: string,
 *   of: number, lacking: number, icon: string}} Place
 */

export const STEPS = 5;
const NO_BOARD = ["under_way", "missing", "not_required"];
const NO_PARTY = ["none", "socio_political_only"];

/**
 * A residential area has no board to lack; its party organization is what one asks about.
 * @param {string} kind @param {Measure} chosen @returns {Measure}
 */
export function measureFor(kind, chosen) {
  return kind === "residential_area" && chosen === "board" ? "party" : chosen;
}

/** @param {Place} place @param {Measure} measure */
export function lacks(place, measure) {
  const hasBoard = place.kind !== "residential_area";
  if (measure === "board") return NO_BOARD.includes(place.board);
  if (measure === "party") return NO_PARTY.includes(place.party);
  return (hasBoard && place.board === "unknown") || place.party === "unknown";
}

/**
 * The mark that a place bears under a measure: its board as a circle or its organizations as a square.
 * @param {Place} place @param {Measure} measure
 */
export function markOf(place, measure) {
  const onlyParty = measure === "unknown" && place.party === "unknown" && place.board !== "unknown";
  if (onlyParty || measure === "party" || place.kind === "residential_area") return `party-${place.party}`;
  return `board-${place.board}`;
}

/** Every way to have a party organization looks the same on the map. @param {string} mark */
export function iconOf(mark) {
  return /^party-(?!none|unknown|socio)/.test(mark) ? "party-any" : mark;
}

/**
 * Steps of equal width in per cent, as on the dashboard: round numbers that stay the same from month to
 * month, narrower only where all shares are small.
 * @param {number[]} shares from 0 to 1
 */
export function stepWidth(shares) {
  const largest = Math.max(0, ...shares) * 100;
  return [5, 10, 20].find((width) => largest <= width * STEPS) ?? 20;
}

/** @param {number} share from 0 to 1 @param {number} width */
export function stepOf(share, width) {
  return Math.min(STEPS - 1, Math.floor((share * 100 + 1e-9) / width));
}
