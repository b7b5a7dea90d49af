// @ts-check
/** The page's icons, drawn for it: 24 × 24, one line width. */
import { sectorOf, shapeCorners } from '../core/sectors.js';
import { s } from './dom.js';

/** @type {Record<string, string>} */
const PATHS = {
  area: 'M3 7l6-3 6 3 6-3v13l-6 3-6-3-6 3zM9 4v13M15 7v13',
  groups: 'M7 8a3 3 0 1 0 0-.01M17 8a3 3 0 1 0 0-.01M12 18a3 3 0 1 0 0-.01M9.5 9.5l1.5 5M14.5 9.5l-1.500 5M10 7h4',
  zones: 'M5 6l9-2 6 7-4 9-10-2zM5 6h.01M14 4h.01M20 11h.01M16 20h.01M6 18h.01',
  orders: 'M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14',
  imports: 'M12 15V4M8 8l4-4 4 4M4 15v5h16v-5',
  exports: 'M13 3H6v18h12V8zM13 3v5h5M12 11v6M9 14.500l3 3 3-3',
  firms: 'M4 20V8l8-4v16M12 10h8v10M2 20h20M7 11h2M7 15h2M15 13h2M15 17h2',
  plus: 'M12 5v14M5 12h14',
  pen: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  bin: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10.500 11v5M13.500 11v5',
  undo: 'M8 5L4 9l4 4M4 9h10a5 5 0 0 1 0 10h-3',
  redo: 'M16 5l4 4-4 4M20 9H10a5 5 0 0 0 0 10h3',
  back: 'M14 6l-6 6 6 6',
  next: 'M10 6l6 6-6 6',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  warn: 'M12 4l9 16H3zM12 10v4M12 17v.01',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8v.01',
  focus: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
};

/** @param {keyof typeof PATHS} name @param {number} [size] */
export function icon(name, size = 24) {
  return s('svg', { class: 'icon', viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true', focusable: 'false' },
    s('path', { d: PATHS[name], fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }));
}

/** How a sector is drawn on the map: its line with its point on it. @param {string} key */
export function sectorSymbol(key) {
  const { colour, shape, dash, width } = sectorOf(key);
  const points = shapeCorners(shape, 7).map(([x, y]) => `${(x + 20).toFixed(1)},${(y + 10).toFixed(1)}`).join(' ');
  const mark = shape.corners === 0
    ? s('circle', { cx: 20, cy: 10, r: 6 })
    : s('polygon', { points });
  return s('svg', { class: 'symbol', viewBox: '0 0 40 20', width: 40, height: 20, 'aria-hidden': 'true', focusable: 'false' },
    s('line', { x1: 0, y1: 10, x2: 40, y2: 10, stroke: colour, 'stroke-width': width, 'stroke-dasharray': dash.join(' ') || 'none' }),
    s('g', { fill: colour, stroke: '#ffffff', 'stroke-width': 1.5 }, mark));
}

export function logo() {
  return s('svg', { class: 'logo', viewBox: '0 0 32 32', width: 32, height: 32, 'aria-hidden': 'true', focusable: 'false' },
    s('path', { d: 'M4 20L12 6l10 3 6 11-8 7-10-1z', fill: 'none', stroke: 'currentColor', 'stroke-width': 2.5, 'stroke-linejoin': 'round' }),
    s('g', { fill: 'currentColor' }, s('circle', { cx: 12, cy: 15, r: 2.6 }), s('circle', { cx: 20, cy: 14, r: 2.6 }), s('circle', { cx: 16, cy: 21, r: 2.6 })));
}
