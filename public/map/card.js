// The card: what was clicked, and where it leads.
import { element, make, say } from "./config.js";

/**
 * @typedef {{title: string, lines: (Node | string)[], links: {href: string, words: string, main?: boolean}[],
 *   buttons?: {words: string, act: () => void}[], choices?: {words: string, act: () => void}[]}} Content
 */

/** @type {HTMLElement | null} */
let before = null;
/** @type {() => void} */
let onClosed = () => {};

/** @param {import("./config.js").Config} config @param {Content} content @param {() => void} closed called when it goes */
export function showCard(config, content, closed) {
  const card = element("map-card");
  if (card.hidden) before = /** @type {HTMLElement | null} */ (document.activeElement);
  else onClosed();
  onClosed = closed;
  const close = make("button", { type: "button", class: "quiet map-close", "aria-label": say(config, "close") }, "×");
  close.onclick = hideCard;
  const actions = make("p", { class: "row" });
  for (const { href, words, main } of content.links) actions.append(make("a", { href, class: main ? "button" : "button plain" }, words));
  for (const { words, act } of content.buttons ?? []) actions.append(press(words, act, "plain"));
  const choices = make("ul");
  for (const { words, act } of content.choices ?? []) choices.append(make("li", {}, press(words, act, "map-line")));
  const lines = content.lines.map((line) => make("p", {}, line));
  card.replaceChildren(make("h2", { id: "map-card-title" }, content.title), close, ...lines, ...(content.choices ? [choices] : []), actions);
  card.hidden = false;
  card.focus({ preventScroll: true });
}

/** @param {string} words @param {() => void} act @param {string} look */
function press(words, act, look) {
  const button = make("button", { type: "button", class: look }, words);
  button.onclick = act;
  return button;
}

export function hideCard() {
  const card = element("map-card");
  if (card.hidden) return;
  const inside = card.contains(document.activeElement);
  card.hidden = true;
  card.replaceChildren();
  onClosed();
  onClosed = () => {};
  if (!inside) return;
  // The line that opened it may have been drawn anew meanwhile.
  const key = before?.getAttribute("data-key");
  const again = key ? document.querySelector(`#map-lines [data-key="${CSS.escape(key)}"]`) : null;
  /** @type {HTMLElement | null} */ (again ?? before)?.focus({ preventScroll: true });
}

/** Escape closes card and menu, wherever the keyboard is. */
export function closeByEscape() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = element("map-menu");
    if (!menu.hidden) menu.hidden = true;
    else hideCard();
  });
}
