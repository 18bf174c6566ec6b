// A long press or a right click offers to add a building there.
import { element, make, say } from "./config.js";

const HOLD = 550;

/** @param {import("maplibre-gl").Map} map @param {import("./config.js").Config} config */
export function offerAdding(map, config) {
  const menu = element("map-menu");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let hold;
  let touching = false;
  // Lifting the finger that opened the menu must not close it; the next touch may.
  let opening = false;
  const stop = () => clearTimeout(hold);

  /** @param {import("maplibre-gl").LngLat} where @param {{x: number, y: number}} at */
  const open = ({ lng, lat }, at) => {
    const [lon, latitude] = [lng.toFixed(5), lat.toFixed(5)];
    const link = make("a", { href: `/places/new?lon=${lon}&lat=${latitude}`, class: "button" }, say(config, "add_here"));
    menu.replaceChildren(link, make("span", { class: "soft" }, say(config, "coordinates", { lat: latitude, lon })));
    menu.hidden = false;
    opening = touching;
    const room = map.getContainer();
    menu.style.left = `${Math.max(8, Math.min(at.x, room.clientWidth - menu.offsetWidth - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(at.y, room.clientHeight - menu.offsetHeight - 8))}px`;
    link.focus({ preventScroll: true });
  };
  const close = () => {
    if (!opening) menu.hidden = true;
  };

  map.on("contextmenu", (event) => {
    event.preventDefault();
    stop();
    // A long press may make this event after the timer below has acted.
    if (menu.hidden || !opening) open(event.lngLat, event.point);
  });
  // Not every phone makes that event of a long press.
  map.on("touchstart", (event) => {
    stop();
    touching = true;
    opening = false;
    menu.hidden = true;
    if (event.originalEvent.touches.length === 1) hold = setTimeout(() => open(event.lngLat, event.point), HOLD);
  });
  for (const end of /** @type {const} */ (["touchend", "touchcancel", "dragstart", "zoomstart"])) map.on(end, stop);
  for (const away of /** @type {const} */ (["movestart", "mousedown", "click"])) map.on(away, close);
  map.getCanvas().addEventListener("pointermove", ({ pointerType }) => {
    if (pointerType === "mouse") touching = opening = false;
  });
}
