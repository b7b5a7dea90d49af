// @ts-check
/** Who is who among contractors: doubtful pairs, decisions, merges. */
import { json } from './client.js';

/** @param {string} code */
const firms = code => `/api/areas/${encodeURIComponent(code)}/firms`;

/** @param {string} code @param {number} limit @returns {Promise<{total: number, items: import('../core/types.js').FirmQuestion[]}>} the most consequential first */
export const listQuestions = (code, limit) => json(`${firms(code)}/questions?limit=${limit}`);

/**
 * @param {string} code
 * @param {string} text in a name; empty for all
 * @param {number} limit
 * @returns {Promise<{total: number, items: import('../core/types.js').FirmMerge[]}>} the least certain first
 */
export const listMerges = (code, text, limit) => json(`${firms(code)}/merges?${new URLSearchParams({ text, limit: String(limit) })}`);

/**
 * @param {string} code
 * @param {{one: number, other: number, verdict: import('../core/types.js').FirmVerdict}} decision
 * @returns {Promise<{decision: number}>}
 */
export const decideFirms = (code, decision) => json(`${firms(code)}/decisions`, { method: 'POST', body: decision });

/** @param {string} code @param {number} decision */
export const withdrawDecision = (code, decision) => json(`${firms(code)}/decisions/${decision}`, { method: 'DELETE' });

/** @param {string} code @param {number} merge @returns {Promise<{decision: number}>} */
export const undoMerge = (code, merge) => json(`${firms(code)}/merges/${merge}/undo`, { method: 'POST' });
