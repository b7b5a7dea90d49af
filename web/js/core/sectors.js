// @ts-check
/**
 * How a sector (分野) is told apart: by colour (Digital Agency's primitive palette) and, without hue, by the
 * shape of its points, the dash of its lines and the slant of the pattern in its areas.
 * Shapes are regular ones so that map and legend draw the same: corners, inner (radius of the inner corners as
 * a part of the outer; absent for none), turn (radians). No corners: a circle.
 * @typedef {{key: string, ja: string, en: string, colour: string, shape: {corners: number, inner?: number, turn?: number},
 *   dash: number[], width: number, hatch: 'none'|'rising'|'falling'|'cross'|'level'|'dots'}} SectorLook
 */

/** @type {readonly SectorLook[]} */
export const SECTORS = Object.freeze([
  { key: 'road', ja: '道路', en: 'Road', colour: '#4d4d4d', shape: { corners: 0 }, dash: [], width: 2, hatch: 'none' },
  { key: 'bridge', ja: '橋梁', en: 'Bridge', colour: '#c74700', shape: { corners: 4, turn: Math.PI / 4 }, dash: [], width: 4, hatch: 'level' },
  { key: 'tunnel', ja: 'トンネル', en: 'Tunnel', colour: '#5c10be', shape: { corners: 3, turn: Math.PI }, dash: [6, 3], width: 4, hatch: 'cross' },
  { key: 'river', ja: '河川', en: 'River', colour: '#0066be', shape: { corners: 4 }, dash: [14, 4], width: 3, hatch: 'level' },
  { key: 'park', ja: '公園', en: 'Park', colour: '#197a4b', shape: { corners: 5 }, dash: [8, 4, 2, 4], width: 2, hatch: 'rising' },
  { key: 'sewer', ja: '下水道', en: 'Sewer', colour: '#006f83', shape: { corners: 6 }, dash: [2, 4], width: 2, hatch: 'dots' },
  { key: 'water', ja: '上水道', en: 'Water supply', colour: '#0877d7', shape: { corners: 8, inner: 0.6 }, dash: [10, 3, 2, 3], width: 2, hatch: 'dots' },
  { key: 'slope', ja: '法面', en: 'Slope', colour: '#8b3200', shape: { corners: 3 }, dash: [4, 2], width: 3, hatch: 'falling' },
  { key: 'lighting', ja: '照明', en: 'Lighting', colour: '#927200', shape: { corners: 5, inner: 0.45 }, dash: [1, 5], width: 2, hatch: 'dots' },
  { key: 'building', ja: '建築物', en: 'Building', colour: '#8b008b', shape: { corners: 4, inner: 0.45, turn: Math.PI / 4 }, dash: [5, 5], width: 2, hatch: 'cross' },
  { key: 'harbour', ja: '港湾', en: 'Harbour', colour: '#00118f', shape: { corners: 4, inner: 0.4 }, dash: [12, 3, 3, 3], width: 3, hatch: 'falling' },
  { key: 'other', ja: 'その他', en: 'Other', colour: '#666666', shape: { corners: 8 }, dash: [3, 6], width: 2, hatch: 'none' },
]);

const BY_KEY = new Map(SECTORS.map(sector => [sector.key, sector]));

/** @param {string} key unknown keys look like `other` */
export function sectorOf(key) {
  return BY_KEY.get(key) ?? SECTORS[SECTORS.length - 1];
}

/** @param {string} key @param {import('./types.js').Language} lang */
export function sectorName(key, lang) {
  return sectorOf(key)[lang];
}

/**
 * Corners of a sector's shape round the origin, y downwards, the first one up; empty for a circle.
 * @param {SectorLook['shape']} shape
 * @param {number} radius
 * @returns {[number, number][]}
 */
export function shapeCorners({ corners, inner, turn = 0 }, radius) {
  const count = inner === undefined ? corners : corners * 2;
  return Array.from({ length: count }, (_, at) => {
    const angle = (2 * Math.PI * at) / count + turn - Math.PI / 2;
    const reach = inner !== undefined && at % 2 === 1 ? radius * inner : radius;
    return [reach * Math.cos(angle), reach * Math.sin(angle)];
  });
}

/** Colours of groups, told apart further by their number on the map and in the list. */
export const GROUP_COLOURS = ['#0066be', '#c74700', '#197a4b', '#8b008b', '#927200', '#006f83', '#ce0000', '#5c10be', '#507500', '#0877d7', '#8b3200', '#c000c0'];

/** @param {number} number 1… */
export function groupColour(number) {
  return GROUP_COLOURS[(number - 1) % GROUP_COLOURS.length];
}
