// @ts-check
/**
 * Scenarios and the edits of their zones. The page names itself with a client id, so that it can tell its own
 * edits from those of others; every edit has an id of its own, so that sending it twice does nothing.
 */
import { call, json } from './client.js';

/** @param {string} code @returns {Promise<import('../core/types.js').ScenarioSummary[]>} */
export const listScenarios = code => json(`/api/areas/${encodeURIComponent(code)}/scenarios`);

/** @param {string} code @param {string} name @returns {Promise<any>} */
export const createScenario = (code, name) => json(`/api/areas/${encodeURIComponent(code)}/scenarios`, { method: 'POST', body: { name } });

/** @param {string} id @returns {Promise<any>} */
export const getScenario = id => json(`/api/scenarios/${id}`);

/** @param {string} id @param {string} name */
export const renameScenario = (id, name) => call(`/api/scenarios/${id}`, { method: 'PATCH', body: { name } });

/** @param {string} id */
export const removeScenario = id => call(`/api/scenarios/${id}`, { method: 'DELETE' });

/** @param {string} id @param {import('../core/types.js').Edit} edit @returns {Promise<import('../core/types.js').EditReply>} */
export const postEdit = (id, edit) => json(`/api/scenarios/${id}/edits`, { method: 'POST', body: edit });

/**
 * @param {string} id
 * @param {'undo'|'redo'} direction
 * @param {{editId: string, clientId: string, baseVersion: number}} body
 * @returns {Promise<import('../core/types.js').EditReply>}
 */
export const step = (id, direction, body) => json(`/api/scenarios/${id}/${direction}`, { method: 'POST', body });

/** @param {string} id @param {string} zone @returns {Promise<import('../core/types.js').Holding>} */
export const zoneHolding = (id, zone) => json(`/api/scenarios/${id}/zones/${zone}/holding`);

/** @param {string} id @param {string} [zone] @returns {string} address of the RFC 7946 file */
export const exportAddress = (id, zone) => (zone
  ? `/api/scenarios/${id}/zones/${zone}/export.geojson`
  : `/api/scenarios/${id}/export.geojson`);

/**
 * Takes an exported file back in, as a scenario of that name.
 * @param {string} code @param {string} name @param {File} file
 * @returns {Promise<any>}
 */
export const importZones = async (code, name, file) =>
  json(`/api/areas/${encodeURIComponent(code)}/zones/import?scenario=${encodeURIComponent(name)}`,
    { method: 'POST', body: JSON.parse(await file.text()) });
