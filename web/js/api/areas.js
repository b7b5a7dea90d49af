// @ts-check
/**
 * Study areas, what lies in them, and what a polygon holds.
 * @typedef {import('../core/types.js').Area} Area
 */
import { call, json } from './client.js';

const at = (/** @type {string} */ code) => `/api/areas/${encodeURIComponent(code)}`;

/** @returns {Promise<Area[]>} */
export const listAreas = () => json('/api/areas');

/** @param {string} code @returns {Promise<Area>} */
export const getArea = code => json(at(code));

/** @param {{code: string, name: string}} area @returns {Promise<Area>} */
export const createArea = area => json('/api/areas', { method: 'POST', body: area });

/** @param {string} code */
export const removeArea = code => call(at(code), { method: 'DELETE' });

/** @returns {Promise<{job: string}>} */
export const loadModelRegion = () => json('/api/areas/model', { method: 'POST' });

/** @param {string} code @param {number} denseId @returns {Promise<any>} */
export const getAsset = (code, denseId) => json(`${at(code)}/assets/${denseId}`);

/**
 * @param {string} code
 * @param {import('../core/types.js').Surface} surface
 * @param {AbortSignal} [signal]
 * @returns {Promise<import('../core/types.js').Holding>}
 */
export const membership = (code, surface, signal) => json(`${at(code)}/membership`, { method: 'POST', body: surface, signal });

/**
 * Features at full precision, for snapping; at most `limit` of them.
 * @param {string} code
 * @param {'municipalities'|'assets'} collection
 * @param {number[]} bbox west, south, east, north
 * @param {number} limit
 * @param {AbortSignal} [signal]
 * @returns {Promise<{features: any[]}>}
 */
export function featuresIn(code, collection, bbox, limit, signal) {
  const query = new URLSearchParams({ study_area: code, bbox: bbox.map(value => value.toFixed(7)).join(','), limit: String(limit) });
  return json(`/ogc/collections/${collection}/items?${query}`, { signal, headers: { Accept: 'application/geo+json' } });
}

/** @param {'municipalities'|'assets'} layer @param {string} code @returns {string} template of a tile address */
export const tileAddress = (layer, code) => `/tiles/${layer}/{z}/{x}/{y}.mvt?area=${encodeURIComponent(code)}`;

/** A vector tile; empty where there is nothing. @param {string} url @returns {Promise<ArrayBuffer>} */
export const getTile = async url => (await call(url)).arrayBuffer();
