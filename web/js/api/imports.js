// @ts-check
/** Imports: files in, reports back. */
import { json } from './client.js';

/** @returns {Promise<import('../core/types.js').Profile[]>} */
export const listProfiles = () => json('/api/profiles');

/**
 * @param {string} code
 * @param {File[]} files
 * @param {import('../core/types.js').ImportOptions} options
 * @returns {Promise<{job: string}>}
 */
export function startImport(code, files, options) {
  const form = new FormData();
  for (const file of files) form.append('files', file, file.name);
  const query = new URLSearchParams(Object.entries(options).filter(([, value]) => value));
  return json(`/api/areas/${encodeURIComponent(code)}/imports?${query}`, { method: 'POST', form });
}

/** @param {string} code @returns {Promise<import('../core/types.js').Report[]>} newest first */
export const listReports = code => json(`/api/areas/${encodeURIComponent(code)}/imports`);

/**
 * Rows that wait for a decision, or those set aside.
 * @param {number} id
 * @param {{open: boolean, fault?: string}} filter
 * @param {number} limit
 * @param {number} offset
 * @returns {Promise<{total: number, rows: import('../core/types.js').WaitingRow[]}>}
 */
export const quarantinedRows = (id, { open, fault }, limit, offset) =>
  json(`/api/imports/${id}/rows?${new URLSearchParams({ state: 'quarantined', open: String(open), limit: String(limit), offset: String(offset), ...(fault ? { fault } : {}) })}`);

/** @param {number} id @returns {Promise<{reason: string, rows: number}[]>} faults of waiting rows, the commonest first */
export const rowFaults = id => json(`/api/imports/${id}/faults`);

/** @param {number} id @returns {Promise<import('../core/types.js').Correction[]>} newest first */
export const listCorrections = id => json(`/api/imports/${id}/corrections`);

/**
 * @param {number} id
 * @param {import('../core/types.js').CorrectionWish} wish
 * @returns {Promise<{taken: number, duplicate: number, waiting: number, rows: import('../core/types.js').WaitingRow[], report: import('../core/types.js').Report}>}
 */
export const correctRows = (id, wish) => json(`/api/imports/${id}/corrections`, { method: 'POST', body: wish });

/**
 * @param {number} id
 * @param {{rows?: number[], fault?: string, why: string|null}} wish without a reason the rows wait again
 * @returns {Promise<import('../core/types.js').Report>}
 */
export const setRowsAside = (id, wish) => json(`/api/imports/${id}/set-aside`, { method: 'POST', body: wish });

/** @param {number} id @returns {Promise<import('../core/types.js').Report>} */
export const undoImport = id => json(`/api/imports/${id}/undo`, { method: 'POST' });

/** @param {string} code @returns {Promise<import('../core/types.js').Ledger[]>} */
export const listLedgers = code => json(`/api/areas/${encodeURIComponent(code)}/ledgers`);
