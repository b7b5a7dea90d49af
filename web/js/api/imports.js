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
 * @param {number} id
 * @param {number} limit
 * @param {number} offset
 * @returns {Promise<{total: number, rows: {rowNumber: number, state: string, reason: string, place: string, detail: string, raw: string}[]}>}
 */
export const quarantinedRows = (id, limit, offset) =>
  json(`/api/imports/${id}/rows?state=quarantined&limit=${limit}&offset=${offset}`);
