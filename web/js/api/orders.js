// @ts-check
/** Orders (発注): the table, what is behind a cell, links to assets and decisions about them. */
import { json } from './client.js';

const at = (/** @type {string} */ code) => `/api/areas/${encodeURIComponent(code)}`;

/** @param {Record<string, string|number|null|undefined>} values null and undefined are left out, an empty text is not */
function query(values) {
  const made = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined) made.set(name, String(value));
  }
  return made.toString();
}

/** @param {import('../core/orders.js').OrderFilter} filter */
const filters = filter => ({ from: filter.from || null, to: filter.to || null, orderer: filter.orderer || null, sector: filter.sector || null, by: filter.by });

/** @param {string} code @returns {Promise<import('../core/orders.js').OrderChoices>} */
export const orderChoices = code => json(`${at(code)}/orders/choices`);

/** @param {string} code @param {import('../core/orders.js').OrderFilter} filter @returns {Promise<import('../core/orders.js').OrderTable>} */
export const orderTable = (code, filter) => json(`${at(code)}/orders/table?${query(filters(filter))}`);

/** Address of the same table as CSV. @param {string} code @param {import('../core/orders.js').OrderFilter} filter */
export const orderCsv = (code, filter) => `${at(code)}/orders/table?${query({ ...filters(filter), format: 'csv' })}`;

/**
 * The orders behind a row of the table.
 * @param {string} code @param {import('../core/orders.js').OrderFilter} filter @param {import('../core/orders.js').OrderRow} row @param {number} limit
 * @returns {Promise<import('../core/orders.js').OrderList>}
 */
export const ordersOf = (code, filter, row, limit) => json(`${at(code)}/orders?${query({
  ...filters({ ...filter, orderer: row.orderer, sector: row.sector ?? 'none' }), department: row.department ?? '', workKind: row.workKind ?? '', limit,
})}`);

/** @param {string} code @returns {Promise<import('../core/orders.js').LinkShares>} */
export const linkShares = code => json(`${at(code)}/links`);

/** Address of the same as CSV. @param {string} code */
export const linkCsv = code => `${at(code)}/links?format=csv`;

/** @param {string} code @param {string} orderer @param {number} limit @returns {Promise<{total: number, links: import('../core/orders.js').OpenLink[]}>} */
export const openLinks = (code, orderer, limit) => json(`${at(code)}/links/open?${query({ orderer: orderer || null, limit })}`);

/** @param {string} code @param {number} limit @returns {Promise<import('../core/orders.js').LinkDecision[]>} newest first */
export const linkDecisions = (code, limit) => json(`${at(code)}/links/decisions?limit=${limit}`);

/** @param {string} code @param {{id: string, contract: string, mention: string, accepted: string[], rejected: string[]}} answer @returns {Promise<import('../core/orders.js').LinkDecision>} */
export const decideLink = (code, answer) => json(`${at(code)}/links/decisions`, { method: 'POST', body: answer });

/** @param {string} code @param {string} id @returns {Promise<import('../core/orders.js').LinkDecision>} */
export const undoLink = (code, id) => json(`${at(code)}/links/decisions/${id}/undo`, { method: 'POST' });
