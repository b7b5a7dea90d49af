// @ts-check
/** Styles of sectors, made from the looks in core/sectors.js and kept: a map has thousands of features and few styles. */
import { sectorOf } from '../core/sectors.js';

/** @type {Map<string, any[]>} */
const kept = new Map();

/**
 * @typedef {object} Look
 * @property {string} sector
 * @property {'point'|'line'|'area'} kind
 * @property {string} colour
 * @property {boolean} faint
 * @property {boolean} chosen
 * @property {number} size 0 far … 4 near
 */

/** @param {Look} look @returns {any[]} styles */
export function styleOf(look) {
  const key = `${look.sector}|${look.kind}|${look.colour}|${look.faint}|${look.chosen}|${look.size}`;
  let styles = kept.get(key);
  if (!styles) {
    styles = look.chosen ? [...halo(look), ...plain(look)] : plain(look);
    kept.set(key, styles);
  }
  return styles;
}

/** Of points, by the size of the look: far away thousands of them must not hide the roads. */
const RADII = [1.1, 2, 3.8, 5, 7];

/** @param {Look} look */
function plain(look) {
  if (look.kind === 'point') return [pointStyle(look)];
  return look.kind === 'line' ? lineStyles(look) : [areaStyle(look)];
}

/** @param {Look} look */
function pointStyle({ sector, colour, faint, size }) {
  const radius = RADII[size];
  const fill = new ol.style.Fill({ color: faint ? withAlpha(colour, 0.35) : size === 0 ? withAlpha(colour, 0.7) : colour });
  const stroke = size > 1 && !faint ? new ol.style.Stroke({ color: '#ffffff', width: size > 2 ? 1.25 : 0.75 }) : undefined;
  return new ol.style.Style({ image: shapeImage(sectorOf(sector).shape, radius, fill, stroke), zIndex: faint ? 1 : size > 1 ? 5 : 2 });
}

/**
 * @param {import('../core/sectors.js').SectorLook['shape']} shape
 * @param {number} radius @param {any} fill @param {any} stroke
 */
function shapeImage({ corners, inner, turn = 0 }, radius, fill, stroke) {
  if (corners === 0) return new ol.style.Circle({ radius, fill, stroke });
  return inner === undefined
    ? new ol.style.RegularShape({ points: corners, radius: radius * 1.15, angle: turn, fill, stroke })
    : new ol.style.RegularShape({ points: corners, radius: radius * 1.25, radius2: radius * 1.25 * inner, angle: turn, fill, stroke });
}

/** @param {Look} look */
function lineStyles({ sector, colour, faint, size }) {
  const { width, dash } = sectorOf(sector);
  const scale = [0.5, 0.7, 0.9, 1.1, 1.5][size];
  const line = new ol.style.Style({
    stroke: new ol.style.Stroke({
      color: faint ? withAlpha(colour, 0.35) : colour,
      width: Math.max(0.8, width * scale),
      lineDash: dash.length ? dash.map(part => part * Math.max(0.6, scale)) : undefined,
      lineCap: 'butt',
    }),
    zIndex: faint ? 1 : 3,
  });
  return [line];
}

/** @param {Look} look */
function areaStyle({ sector, colour, faint, size }) {
  const { dash, hatch } = sectorOf(sector);
  return new ol.style.Style({
    fill: new ol.style.Fill({ color: size > 1 && hatch !== 'none' && !faint ? pattern(hatch, colour) : withAlpha(colour, faint ? 0.1 : 0.3) }),
    stroke: new ol.style.Stroke({ color: faint ? withAlpha(colour, 0.35) : colour, width: size > 1 ? 1.75 : 1, lineDash: size > 1 && dash.length ? dash : undefined }),
    zIndex: faint ? 0 : 2,
  });
}

const STRIKING = '#ffd43d';

/** The disc under a point that was clicked. @param {number} size */
export function ringOf(size) {
  return new ol.style.Circle({ radius: RADII[size] + 7, fill: new ol.style.Fill({ color: STRIKING }), stroke: new ol.style.Stroke({ color: '#000000', width: 1.5 }) });
}

/** The ring round what was clicked. @param {Look} look */
function halo({ kind, size, sector }) {
  if (kind === 'point') return [new ol.style.Style({ image: ringOf(size), zIndex: 4 })];
  const width = sectorOf(sector).width + 8;
  return [
    new ol.style.Style({ stroke: new ol.style.Stroke({ color: '#000000', width: width + 3 }), zIndex: 3 }),
    new ol.style.Style({ stroke: new ol.style.Stroke({ color: STRIKING, width }), zIndex: 3 }),
  ];
}

/** @type {Map<string, CanvasPattern|string>} */
const patterns = new Map();

/** @param {'rising'|'falling'|'cross'|'level'|'dots'} hatch @param {string} colour */
function pattern(hatch, colour) {
  const key = `${hatch}${colour}`;
  let made = patterns.get(key);
  if (!made) {
    made = makePattern(hatch, colour);
    patterns.set(key, made);
  }
  return made;
}

/** @param {string} hatch @param {string} colour */
function makePattern(hatch, colour) {
  const side = 8;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const pen = canvas.getContext('2d');
  if (!pen) return withAlpha(colour, 0.3);
  pen.fillStyle = withAlpha(colour, 0.16);
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = pen.fillStyle = withAlpha(colour, 0.65);
  pen.lineWidth = 1;
  pen.beginPath();
  for (const [x1, y1, x2, y2] of strokesOf(hatch, side)) {
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
  }
  pen.stroke();
  if (hatch === 'dots') pen.fillRect(side / 2 - 1, side / 2 - 1, 2, 2);
  return pen.createPattern(canvas, 'repeat') ?? withAlpha(colour, 0.3);
}

/** @param {string} hatch @param {number} side @returns {number[][]} */
function strokesOf(hatch, side) {
  const rising = [[-1, 1, 1, -1], [0, side, side, 0], [side - 1, side + 1, side + 1, side - 1]];
  const falling = rising.map(([x1, y1, x2, y2]) => [side - x1, y1, side - x2, y2]);
  if (hatch === 'rising') return rising;
  if (hatch === 'falling') return falling;
  if (hatch === 'cross') return [...rising, ...falling];
  return hatch === 'level' ? [[0, side / 2, side, side / 2]] : [];
}

/** @param {string} colour #rrggbb @param {number} alpha */
export function withAlpha(colour, alpha) {
  const [r, g, b] = [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
  return `rgba(${r},${g},${b},${alpha})`;
}
