// @ts-check
/**
 * Polygons in longitude and latitude, as zones have them: on the 1e-7° grid of the store, rings closed and
 * right-handed (RFC 7946). The server decides on validity; the checks here only spare the planner a refusal.
 * @typedef {import('./types.js').Position} Position
 * @typedef {import('./types.js').Surface} Surface
 */

/** Steps of the grid per degree. */
const GRID = 1e7;

/** Rings longer than this are left to the server: the test below compares every pair of sides. */
const LONGEST_CHECKED = 1500;

/** @param {number} degrees */
function snap(degrees) {
  return Math.round(degrees * GRID) / GRID;
}

/**
 * @param {Surface} surface
 * @returns {Position[][][]} polygons of rings
 */
export function polygonsOf(surface) {
  return surface.type === 'Polygon' ? [surface.coordinates] : surface.coordinates;
}

/**
 * Rounds to the grid, drops repeated nodes, closes rings and turns them right-handed.
 * @param {Surface} surface
 * @returns {Surface}
 */
export function onGrid(surface) {
  const polygons = polygonsOf(surface).map(rings => rings.map((ring, at) => handed(gridRing(ring), at === 0)));
  return surface.type === 'Polygon'
    ? { type: 'Polygon', coordinates: polygons[0] }
    : { type: 'MultiPolygon', coordinates: polygons };
}

/**
 * @param {Position[]} ring
 * @returns {Position[]}
 */
function gridRing(ring) {
  const nodes = ring.map(([x, y]) => [snap(x), snap(y)]);
  const distinct = nodes.filter((node, at) => at === 0 || !same(node, nodes[at - 1]));
  if (distinct.length > 1 && same(distinct[0], distinct[distinct.length - 1])) distinct.pop();
  return distinct.length ? [...distinct, distinct[0]] : [];
}

/**
 * @param {Position[]} ring
 * @param {boolean} outer outer rings run anticlockwise, holes clockwise
 */
function handed(ring, outer) {
  return (signedArea(ring) > 0) === outer ? ring : [...ring].reverse();
}

/**
 * Twice the signed area in square degrees; positive when anticlockwise.
 * @param {Position[]} ring
 */
function signedArea(ring) {
  let sum = 0;
  for (let at = 1; at < ring.length; at += 1) {
    sum += (ring[at - 1][0] - ring[0][0]) * (ring[at][1] - ring[0][1]) - (ring[at][0] - ring[0][0]) * (ring[at - 1][1] - ring[0][1]);
  }
  return sum;
}

/**
 * Why a surface can't be a zone yet: 'few' nodes, no area ('flat'), 'crossing' sides; null when nothing is seen.
 * @param {Surface} surface
 * @returns {'few'|'flat'|'crossing'|null}
 */
export function faultOf(surface) {
  for (const rings of polygonsOf(onGrid(surface))) {
    if (rings.length === 0 || rings.some(ring => ring.length < 4)) return 'few';
    if (rings.some(ring => signedArea(ring) === 0)) return 'flat';
    if (rings.some(crossesItself)) return 'crossing';
  }
  return null;
}

/** @param {Position[]} ring closed */
function crossesItself(ring) {
  const sides = ring.length - 1;
  if (sides > LONGEST_CHECKED) return false;
  for (let a = 0; a < sides; a += 1) {
    for (let b = a + 2; b < sides; b += 1) {
      if (a === 0 && b === sides - 1) continue;
      if (meet(ring[a], ring[a + 1], ring[b], ring[b + 1])) return true;
    }
  }
  return false;
}

/**
 * Whether two sides have a point in common, ends included.
 * @param {Position} a @param {Position} b @param {Position} c @param {Position} d
 */
function meet(a, b, c, d) {
  const o1 = turn(a, b, c), o2 = turn(a, b, d), o3 = turn(c, d, a), o4 = turn(c, d, b);
  if (o1 !== o2 && o3 !== o4) return true;
  return (o1 === 0 && within(a, b, c)) || (o2 === 0 && within(a, b, d))
    || (o3 === 0 && within(c, d, a)) || (o4 === 0 && within(c, d, b));
}

/**
 * Sign of the turn a → b → c; exact, as it counts in whole steps of the grid and a zone spans less than 6 degrees.
 * @param {Position} a @param {Position} b @param {Position} c
 */
function turn(a, b, c) {
  return Math.sign(steps(a[0], b[0]) * steps(a[1], c[1]) - steps(a[1], b[1]) * steps(a[0], c[0]));
}

/** @param {number} from @param {number} to */
function steps(from, to) {
  return Math.round((to - from) * GRID);
}

/**
 * @param {Position} a @param {Position} b @param {Position} p on the line through a and b
 */
function within(a, b, p) {
  return Math.min(a[0], b[0]) <= p[0] && p[0] <= Math.max(a[0], b[0])
    && Math.min(a[1], b[1]) <= p[1] && p[1] <= Math.max(a[1], b[1]);
}

/** @param {Position} a @param {Position} b */
function same(a, b) {
  return a[0] === b[0] && a[1] === b[1];
}

/**
 * @param {Surface} surface
 * @returns {[number, number, number, number]} west, south, east, north
 */
export function extentOf(surface) {
  const nodes = polygonsOf(surface).flat(2);
  const xs = nodes.map(node => node[0]), ys = nodes.map(node => node[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/**
 * The polygons of any geometry that has some (an outline may come as a collection); null if there are none.
 * @param {any} geometry
 * @returns {Surface|null}
 */
export function surfaceOf(geometry) {
  if (geometry?.type === 'Polygon' || geometry?.type === 'MultiPolygon') return geometry;
  if (geometry?.type !== 'GeometryCollection') return null;
  const polygons = geometry.geometries.map(surfaceOf).filter(Boolean).flatMap(polygonsOf);
  return polygons.length ? { type: 'MultiPolygon', coordinates: polygons } : null;
}
