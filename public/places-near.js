// The list of places opens on those nearby. The browser tells this page where it is, and this page tells nobody: it asks
// for all places that the filter finds, and sorts them here.
import { make, readConfig, say } from "./map/config.js";
import { distance, position, saidDistance, whyNot } from "./position.js";

const MOST_LINES = 5;
const section = document.getElementById("near");
if (section) offer(section);

/** @param {HTMLElement} section */
async function offer(section) {
  const config = readConfig(section);
  const [button, words, lines] = [section.querySelector("button"), section.querySelector("p"), section.querySelector("ul")];
  if (!button || !words || !lines) return;
  const show = async () => {
    words.textContent = say(config, "locating");
    try {
      const [me, answer] = await Promise.all([position(), fetch(`/map/places.geojson?${section.dataset.query ?? ""}`)]);
      const found = answer.ok ? await answer.json() : { truncated: true, features: [] };
      const spots = found.features.map((/** @type {any} */ spot) => {
        const [lon, lat] = spot.geometry.coordinates;
        return { ...spot.properties, far: distance(me, { lon, lat }) };
      });
      spots.sort((/** @type {{far: number}} */ a, /** @type {{far: number}} */ b) => a.far - b.far);
      lines.replaceChildren(...spots.slice(0, MOST_LINES).map((/** @type {any} */ spot) => line(config, spot)));
      const empty = found.truncated ? "too_many_to_sort" : "none_near";
      words.textContent = spots.length > 0 ? say(config, "nearest") : say(config, empty);
    } catch (error) {
      words.textContent = say(config, whyNot(error));
    }
  };
  button.onclick = show;
  section.hidden = false;
  // Whoever allowed it once sees what is near at once.
  const allowed = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
  if (allowed?.state === "granted" && section.dataset.first === "true") await show();
}

/** @param {import("./map/config.js").Config} config @param {any} spot */
function line(config, spot) {
  const marks = make("span", { class: "marks" });
  if (spot.kind !== "residential_area") marks.append(mark(`board-${spot.board}`));
  marks.append(mark(`party-${spot.party}`));
  const where = [spot.address, spot.unit].filter(Boolean).join(", ");
  const name = make("a", { class: "name", href: `/places/${spot.id}` }, spot.name);
  return make("li", {}, name, make("span", { class: "address" }, where), marks, make("span", { class: "soft reviewed" }, saidDistance(config, spot.far)));
}

/** Shape and word of a status, as the server makes them. @param {string} name */
function mark(name) {
  const template = document.getElementById(`mark-${name}`);
  return template instanceof HTMLTemplateElement ? template.content.cloneNode(true) : document.createTextNode("");
}
