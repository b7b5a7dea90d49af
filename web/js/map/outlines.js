// @ts-check
/** Outlines of live groups, for views in which single assets are too dense to see: rings round cells of a few pixels, in the colours of their groups. */
import { groupColour } from '../core/sectors.js';
import { withAlpha } from './symbols.js';

export function createOutlines() {
  const source = new ol.source.Vector({ useSpatialIndex: false, overlaps: false });
  const layer = new ol.layer.Vector({ source, zIndex: 4, style: (/** @type {any} */ feature) => styleOf(feature.get('colour')) });

  return {
    layers: [layer],

    /**
     * All rings of a colour are one feature: thousands of groups are then twelve things to draw.
     * @param {import('../core/cells.js').CellWindow|null} window null shows none
     * @param {Int32Array} [rings] for each its group, its number of corners, their columns and rows
     */
    show(window, rings = new Int32Array(0)) {
      if (!window && source.isEmpty()) return;
      source.clear(true);
      source.addFeatures(window ? byColour(window, rings) : []);
      source.changed();
    },

    /** @param {number} zoom from which assets are drawn */
    until: zoom => layer.setMaxZoom(zoom),
  };
}

/** @param {import('../core/cells.js').CellWindow} window @param {Int32Array} rings @returns {any[]} features */
function byColour({ west, south, cell }, rings) {
  /** @type {Map<string, {flat: number[], ends: number[]}>} */
  const colours = new Map();
  for (let at = 0; at < rings.length;) {
    const colour = groupColour(rings[at]);
    const end = at + 2 + 2 * rings[at + 1];
    let made = colours.get(colour);
    if (!made) colours.set(colour, made = { flat: [], ends: [] });
    const first = at + 2;
    for (at = first; at < end; at += 2) made.flat.push(west + cell * rings[at], south + cell * rings[at + 1]);
    made.flat.push(west + cell * rings[first], south + cell * rings[first + 1]);
    made.ends.push(made.flat.length);
  }
  return [...colours].map(([colour, { flat, ends }]) => new ol.Feature({ geometry: new ol.geom.Polygon(flat, 'XY', ends), colour }));
}

/** @type {Map<string, any>} */
const styles = new Map();

/** Cells belong to one group: by the even-odd rule holes are holes, whichever ring they belong to. @param {string} colour */
function styleOf(colour) {
  let style = styles.get(colour);
  if (!style) {
    const fill = withAlpha(colour, 0.55);
    style = new ol.style.Style({
      renderer: (/** @type {number[][][]} */ rings, /** @type {any} */ { context, pixelRatio }) => {
        context.beginPath();
        for (const ring of rings) {
          context.moveTo(ring[0][0], ring[0][1]);
          for (let at = 1; at < ring.length - 1; at += 1) context.lineTo(ring[at][0], ring[at][1]);
          context.closePath();
        }
        context.fillStyle = fill;
        context.fill('evenodd');
        context.strokeStyle = colour;
        context.lineWidth = pixelRatio;
        context.stroke();
      },
    });
    styles.set(colour, style);
  }
  return style;
}
