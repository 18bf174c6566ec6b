// A ward's shape on the map and its row in the table light up together. Without this both still lead
// where they lead.
const outline = document.querySelector(".map-outline");
const readout = document.querySelector(".map-readout");
if (readout) readout.textContent = readout.dataset.hint;
let lit;

function light(code) {
  if (code === lit) return;
  for (const element of document.querySelectorAll("[data-unit].lit")) element.classList.remove("lit");
  lit = code;
  const same = code ? document.querySelectorAll(`[data-unit="${CSS.escape(code)}"]`) : [];
  for (const element of same) element.classList.add("lit");
  const shape = [...same].find((element) => element.querySelector("path"));
  // Drawn once more on top: neighbours would cover half of its edge.
  outline?.setAttribute("d", shape?.querySelector("path").getAttribute("d") ?? "M0 0");
  if (readout) readout.textContent = shape?.querySelector("title").textContent ?? readout.dataset.hint;
}

for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, (event) => light(event.target.closest("[data-unit]")?.dataset.unit));
}
