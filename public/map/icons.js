// Marks and rings, drawn when the map first asks for them: shape and colour, never colour alone.

const RATIO = 2;
/** Rings by size: radius of the middle, in pixels. */
export const RADII = { s: 16, m: 22, l: 29, xl: 32 };
/** A ring shows its share in this many parts. */
export const PARTS = 24;

/**
 * @param {string} id `board-missing`, `party-any`, `ring-m-7`, `hatch`, `me`
 * @param {import("./colours.js").Colours} colours
 * @returns {ImageData | null}
 */
export function icon(id, colours) {
  const [set, a, b] = id.split("-");
  if (id === "hatch") return draw(12, (pen) => hatch(pen, colours));
  if (set === "ring") return ring(/** @type {keyof typeof RADII} */ (a), Number(b), colours);
  if (set === "board" || set === "party") return draw(26, (pen) => mark(pen, id, colours));
  return null;
}

/** @param {number} size @param {(pen: CanvasRenderingContext2D) => void} paint */
function draw(size, paint) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * RATIO;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return null;
  pen.scale(RATIO, RATIO);
  paint(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** @param {keyof typeof RADII} size @param {number} part @param {import("./colours.js").Colours} c */
function ring(size, part, c) {
  const radius = RADII[size];
  const half = radius + 6.5;
  return draw(half * 2, (pen) => {
    const top = -Math.PI / 2;
    circle(pen, half, half, radius + 5);
    pen.fillStyle = c.paper;
    pen.fill();
    pen.lineWidth = 1.5;
    pen.strokeStyle = c.soft;
    pen.stroke();
    if (part === 0) return;
    pen.beginPath();
    pen.arc(half, half, radius + 1.25, top, top + (part / PARTS) * 2 * Math.PI);
    pen.lineWidth = 5;
    pen.strokeStyle = c["board-missing"];
    pen.stroke();
  });
}

/** @param {CanvasRenderingContext2D} pen @param {string} id @param {import("./colours.js").Colours} c */
function mark(pen, id, c) {
  const colour = id.startsWith("board-") ? c[/** @type {"board-missing"} */ (id)] : PARTY[id]?.(c) ?? c.party;
  circle(pen, 13, 13, 11);
  pen.fillStyle = c.paper;
  pen.fill();
  pen.lineWidth = 1;
  pen.strokeStyle = c.soft;
  pen.stroke();
  pen.lineWidth = 2.5;
  pen.strokeStyle = pen.fillStyle = colour;
  SHAPES[id]?.(pen);
}

/** @type {Record<string, (c: import("./colours.js").Colours) => string>} */
const PARTY = {
  "party-none": (c) => c["board-missing"],
  "party-socio_political_only": (c) => c["board-under_way"],
  "party-unknown": (c) => c["board-unknown"],
};

/** @type {Record<string, (pen: CanvasRenderingContext2D) => void>} */
const SHAPES = {
  "board-recognised": (pen) => { circle(pen, 13, 13, 7); pen.fill(); },
  "board-under_way": (pen) => { halfCircle(pen); pen.fill(); circle(pen, 13, 13, 5.75); pen.stroke(); },
  "board-missing": (pen) => { circle(pen, 13, 13, 5.75); pen.stroke(); },
  "board-not_required": (pen) => { pen.fillRect(7, 11.6, 12, 2.8); },
  "board-unknown": question,
  "party-any": (pen) => { pen.fillRect(7, 7, 12, 12); },
  "party-none": (pen) => { pen.strokeRect(8, 8, 10, 10); },
  "party-socio_political_only": (pen) => {
    pen.strokeRect(8, 8, 10, 10);
    pen.beginPath();
    pen.moveTo(8, 18);
    pen.lineTo(18, 8);
    pen.lineTo(18, 18);
    pen.fill();
  },
  "party-unknown": question,
};

/** @param {CanvasRenderingContext2D} pen */
function question(pen) {
  pen.font = "700 16px system-ui, Roboto, sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText("?", 13, 14);
}

/** @param {CanvasRenderingContext2D} pen */
function halfCircle(pen) {
  pen.beginPath();
  pen.arc(13, 13, 5.75, -Math.PI / 2, Math.PI / 2);
}

/** @param {CanvasRenderingContext2D} pen @param {number} x @param {number} y @param {number} radius */
function circle(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
}

/** Wards that nobody has surveyed. @param {CanvasRenderingContext2D} pen @param {import("./colours.js").Colours} c */
function hatch(pen, c) {
  pen.fillStyle = c["share-none"];
  pen.fillRect(0, 0, 12, 12);
  pen.strokeStyle = c.line;
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (const x of [-6, 0, 6, 12]) {
    pen.moveTo(x, 12);
    pen.lineTo(x + 12, 0);
  }
  pen.stroke();
}

/**
 * Draws whatever the map asks for.
 * @param {import("maplibre-gl").Map} map @param {() => import("./colours.js").Colours} current
 */
export function drawOnDemand(map, current) {
  map.setMissingStyleImageResolver((id) => {
    const image = icon(id, current());
    if (image && !map.hasImage(id)) map.addImage(id, image, { pixelRatio: RATIO });
  });
}
