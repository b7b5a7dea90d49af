// @ts-check
/**
 * Stamps put on a raster: small images laid over one another tens of thousands of times between two frames, which a canvas context does not do fast enough.
 * Pixels are RGBA as in ImageData (alpha not multiplied in), read as little-endian 32-bit words.
 * @typedef {{width: number, height: number, pixels: Uint32Array}} Raster
 */

/**
 * A raster's painted runs of pixels, so that putting it looks at nothing transparent.
 * @typedef {object} Stamp
 * @property {number} width
 * @property {number} height
 * @property {Int32Array} at column and row of each painted pixel, in turn
 * @property {Uint32Array} colour of each painted pixel
 */

/** @param {Raster} image @returns {Stamp} */
export function stampOf({ width, height, pixels }) {
  const painted = Array.from(pixels.keys()).filter(at => pixels[at] >>> 24 > 0);
  return {
    width, height,
    at: Int32Array.from(painted.flatMap(at => [at % width, Math.floor(at / width)])),
    colour: Uint32Array.from(painted, at => pixels[at]),
  };
}

/**
 * Lays a stamp over a raster (source-over of W3C Compositing 1), its middle at a place; what is outside is left out.
 * @param {Raster} raster @param {Stamp} stamp @param {number} x pixels @param {number} y pixels, downwards
 */
export function put(raster, stamp, x, y) {
  const { width, height, pixels } = raster;
  const { at, colour } = stamp;
  const left = Math.round(x - stamp.width / 2);
  const top = Math.round(y - stamp.height / 2);
  const inside = left >= 0 && top >= 0 && left + stamp.width <= width && top + stamp.height <= height;
  for (let pixel = 0; pixel < colour.length; pixel += 1) {
    const column = left + at[2 * pixel];
    const row = top + at[2 * pixel + 1];
    if (!inside && (column < 0 || row < 0 || column >= width || row >= height)) continue;
    const place = row * width + column;
    const over = colour[pixel];
    const under = pixels[place];
    pixels[place] = over >>> 24 === 255 || under >>> 24 === 0 ? over : blended(over, under);
  }
}

/** @param {number} over @param {number} under @returns {number} */
function blended(over, under) {
  const above = over >>> 24;
  const below = ((under >>> 24) * (255 - above)) / 255;
  const alpha = above + below;
  let mixed = Math.round(alpha) << 24;
  for (let shift = 0; shift < 24; shift += 8) {
    mixed |= Math.round((((over >>> shift) & 255) * above + ((under >>> shift) & 255) * below) / alpha) << shift;
  }
  return mixed >>> 0;
}
