// @ts-check
/**
 * What the address bar remembers, so that a reload or a sent link shows the same: `#area=model&map=11.20/35.10000/138.20000&tab=groups`.
 * @typedef {{area?: string, map?: {zoom: number, lat: number, lon: number}, scenario?: string, run?: string, group?: number, zone?: string, tab?: string}} Place
 */

const NAMES = /** @type {const} */ (['area', 'scenario', 'run', 'zone', 'tab']);

/** @param {string} hash @returns {Place} */
export function parsePlace(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  /** @type {Place} */
  const place = {};
  for (const name of NAMES) {
    const value = given.get(name);
    if (value) place[name] = value;
  }
  const group = Number(given.get('group'));
  if (Number.isInteger(group) && group > 0) place.group = group;
  const map = parseMap(given.get('map'));
  return map ? { ...place, map } : place;
}

/** @param {string|null} text zoom/lat/lon */
function parseMap(text) {
  const numbers = (text ?? '').split('/').map(Number);
  if (!text || numbers.length !== 3 || !numbers.every(Number.isFinite)) return undefined;
  const [zoom, lat, lon] = numbers;
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 24 ? { zoom, lat, lon } : undefined;
}

/** @param {Place} place @returns {string} */
export function formatPlace(place) {
  const parts = NAMES.filter(name => place[name]).map(name => `${name}=${encodeURIComponent(String(place[name]))}`);
  if (place.group) parts.push(`group=${place.group}`);
  if (place.map) parts.push(`map=${place.map.zoom.toFixed(2)}/${place.map.lat.toFixed(5)}/${place.map.lon.toFixed(5)}`);
  return `#${parts.join('&')}`;
}
