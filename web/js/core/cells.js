// @ts-check
/**
 * A part of the web map as rows of square cells.
 * @typedef {object} CellWindow
 * @property {number} west metres of the web map
 * @property {number} south
 * @property {number} cell side of a cell
 * @property {number} columns
 * @property {number} rows
 */

/** Half the width of the web map, metres. */
const EDGE = 20037508;
/** Sides of a cell, pixels at a whole zoom. */
const PIXELS = 4;
/** What lies round the view is asked for too, as a share of it on each side: small moves need no new question. */
const MARGIN = 0.2;
/** The service answers no more. */
const MOST_CELLS = 500000;
const MOST_ACROSS = 4000;

/** The size of cells at a zoom, metres of the web map; whole. @param {number} zoom */
function sideAt(zoom) {
  return Math.max(1, Math.round((PIXELS * 2 * EDGE) / 256 / 2 ** Math.round(zoom)));
}

/**
 * The frame of a view. Cells lie where they lie in every other frame of that zoom.
 * @param {number[]} extent west, south, east, north, metres of the web map @param {number} zoom
 * @returns {CellWindow}
 */
export function windowOf([west, south, east, north], zoom) {
  const [aside, above] = [(east - west) * MARGIN, (north - south) * MARGIN];
  const inside = (/** @type {number} */ metres) => Math.max(-EDGE, Math.min(EDGE, metres));
  for (let cell = sideAt(zoom); ; cell *= 2) {
    const [left, low] = [inside(west - aside), inside(south - above)].map(metres => Math.max(Math.ceil(-EDGE / cell), Math.floor(metres / cell)));
    const [columns, rows] = [Math.ceil(inside(east + aside) / cell) - left, Math.ceil(inside(north + above) / cell) - low].map(count => Math.max(1, count));
    if (columns * rows <= MOST_CELLS && Math.max(columns, rows) <= MOST_ACROSS) return { west: left * cell, south: low * cell, cell, columns, rows };
  }
}

/**
 * Whether a frame still serves a view.
 * @param {CellWindow} frame @param {number[]} extent @param {number} zoom
 */
export function covers(frame, extent, zoom) {
  const [west, south, east, north] = extent.map(metres => Math.max(-EDGE, Math.min(EDGE, metres)));
  const { cell, columns, rows } = frame;
  return cell === windowOf(extent, zoom).cell && frame.west <= west + cell && frame.south <= south + cell
    && frame.west + cell * columns >= east - cell && frame.south + cell * rows >= north - cell;
}
