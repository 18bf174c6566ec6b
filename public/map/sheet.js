// The phone's list: a sheet from below with three heights, by buttons or by dragging its head.
import { element } from "./config.js";

const HEIGHTS = /** @type {const} */ (["peek", "half", "full"]);
const NARROW = matchMedia("(max-width: 760px)");

/** @param {import("maplibre-gl").Map} map @param {(settled: void) => void} settled called when it rests */
export function makeSheet(map, settled) {
  const sheet = element("map-list");
  const body = /** @type {HTMLElement} */ (sheet.parentElement);
  const head = /** @type {HTMLElement} */ (sheet.querySelector(".map-grip"));
  const [less, more] = [element("sheet-less"), element("sheet-more")];
  let at = 0;

  /** @param {number} height */
  const pixels = (height) => [head.offsetHeight + element("map-summary").offsetHeight + 8, body.clientHeight * 0.5, body.clientHeight][height];

  /** @param {number} height */
  const rest = (height) => {
    at = Math.max(0, Math.min(HEIGHTS.length - 1, height));
    sheet.dataset.height = HEIGHTS[at];
    sheet.style.removeProperty("height");
    const narrow = NARROW.matches;
    for (const button of [less, more]) button.hidden = !narrow;
    less.toggleAttribute("disabled", at === 0);
    more.toggleAttribute("disabled", at === HEIGHTS.length - 1);
    body.style.setProperty("--sheet", narrow ? `${Math.round(pixels(at))}px` : "0px");
    // What the sheet covers is not looked at: the middle of the map is the middle of the rest.
    map.setPadding({ top: 0, right: 0, left: 0, bottom: narrow ? Math.round(pixels(Math.min(at, 1))) : 0 });
    settled();
  };
  less.onclick = () => rest(at - 1);
  more.onclick = () => rest(at + 1);
  // What the keyboard reaches must be seen.
  element("map-lines").addEventListener("focusin", () => at === 0 && NARROW.matches && rest(1));
  drag(head, sheet, () => NARROW.matches, (height, fling) => {
    const nearest = [0, 1, 2].sort((a, b) => Math.abs(pixels(a) - height) - Math.abs(pixels(b) - height))[0];
    rest(fling === 0 ? nearest : at + fling);
  });
  NARROW.addEventListener("change", () => rest(at));
  new ResizeObserver(() => rest(at)).observe(body);
  rest(0);
  return { lower: () => rest(0) };
}

/**
 * @param {HTMLElement} head @param {HTMLElement} sheet @param {() => boolean} enabled
 * @param {(height: number, fling: -1 | 0 | 1) => void} dropped
 */
function drag(head, sheet, enabled, dropped) {
  head.addEventListener("pointerdown", (down) => {
    if (!enabled() || /** @type {HTMLElement} */ (down.target).closest("button")) return;
    const start = { y: down.clientY, height: sheet.offsetHeight, at: down.timeStamp };
    head.setPointerCapture(down.pointerId);
    sheet.dataset.dragged = "";
    /** @param {PointerEvent} move */
    const follow = (move) => sheet.style.setProperty("height", `${start.height + start.y - move.clientY}px`);
    /** @param {PointerEvent} up */
    const drop = (up) => {
      head.removeEventListener("pointermove", follow);
      head.removeEventListener("pointerup", drop);
      head.removeEventListener("pointercancel", drop);
      delete sheet.dataset.dragged;
      const moved = start.y - up.clientY;
      const fast = up.timeStamp - start.at < 250 && Math.abs(moved) > 24;
      dropped(start.height + moved, fast ? (moved > 0 ? 1 : -1) : 0);
    };
    head.addEventListener("pointermove", follow);
    head.addEventListener("pointerup", drop);
    head.addEventListener("pointercancel", drop);
  });
}
