// @ts-check
/**
 * Grouping: the process, its jobs, and the runs it leaves.
 * @typedef {import('../core/types.js').Run} Run
 * @typedef {import('../core/types.js').JobStatus} JobStatus
 */
import { ApiError, binary, call, json } from './client.js';

/** @returns {Promise<{inputs: Record<string, {schema?: any}>}>} */
export const describeGrouping = () => json('/ogc/processes/grouping');

/** Precedents as settings. @returns {Promise<import('../core/types.js').Preset[]>} */
export const listPresets = () => json('/api/presets');

/** @param {Record<string, unknown>} inputs @returns {Promise<JobStatus>} */
export const startGrouping = inputs => json('/ogc/processes/grouping/execution',
  { method: 'POST', body: { inputs, response: 'document' }, headers: { Prefer: 'respond-async' } });

/** @param {string} id @returns {Promise<any>} */
export const jobResults = id => json(`/ogc/jobs/${id}/results`);

/** @param {string} id */
export const dismissJob = id => call(`/ogc/jobs/${id}`, { method: 'DELETE' });

/**
 * Follows a job to its end, asking often at first: most groupings are done within two seconds.
 * A server that is away for a while doesn't end the watch; the job outlives it.
 * @param {string} id
 * @param {(status: JobStatus) => void} onUpdate
 * @returns {Promise<JobStatus>} the last status
 */
export async function followJob(id, onUpdate) {
  for (let asked = 0; ; asked += 1) {
    const status = await statusOrNothing(id);
    if (status) onUpdate(status);
    if (status && !['accepted', 'running'].includes(status.status)) return status;
    await new Promise(done => { setTimeout(done, asked < 20 ? 120 : 600); });
  }
}

/** @param {string} id @returns {Promise<JobStatus|null>} null while the server is away */
async function statusOrNothing(id) {
  try {
    return await json(`/ogc/jobs/${id}`);
  } catch (error) {
    if (error instanceof ApiError && error.away) return null;
    throw error;
  }
}

/** @param {string} code @returns {Promise<Run[]>} */
export const listRuns = code => json(`/api/areas/${encodeURIComponent(code)}/runs`);

/** @param {string} id @returns {Promise<Run>} with its groups */
export const getRun = id => json(`/api/runs/${id}`);

/**
 * The group of each asset by dense id: 0 in no group, −1 not looked at.
 * @param {string} id
 * @returns {Promise<Int32Array>}
 */
export async function getLabels(id) {
  return labelsOf((await binary(`/api/runs/${id}/labels`)).bytes);
}

/**
 * The groups of other settings at once, without scores; nothing is stored.
 * @param {string} code @param {Record<string, unknown>} inputs @param {AbortSignal} signal
 * @returns {Promise<{labels: Int32Array, groups: number, grouped: number}>}
 */
export async function regroup(code, inputs, signal) {
  const { bytes, headers } = await binary(`/api/areas/${encodeURIComponent(code)}/regroup`, { method: 'POST', body: inputs, signal });
  return { labels: labelsOf(bytes), groups: Number(headers.get('GunMane-Groups')), grouped: Number(headers.get('GunMane-Grouped')) };
}

/**
 * The same groups as outlines in a part of the map that doesn't show single assets.
 * @param {string} code @param {Record<string, unknown>} inputs @param {import('../core/cells.js').CellWindow} window @param {AbortSignal} signal
 * @returns {Promise<{rings: Int32Array, groups: number, grouped: number}>} rings: for each its group, its number of corners, their columns and rows
 */
export async function outline(code, inputs, window, signal) {
  const query = new URLSearchParams(Object.entries(window).map(([name, value]) => [name, String(value)]));
  const { bytes, headers } = await binary(`/api/areas/${encodeURIComponent(code)}/regroup/outlines?${query}`, { method: 'POST', body: inputs, signal });
  return { rings: labelsOf(bytes), groups: Number(headers.get('GunMane-Groups')), grouped: Number(headers.get('GunMane-Grouped')) };
}

/** @param {ArrayBuffer} bytes little-endian int32 */
function labelsOf(bytes) {
  // As they are, but on the rare machine whose integers begin with the high byte: a million labels are then read at once.
  if (new Uint8Array(new Int32Array([1]).buffer)[0] === 1) return new Int32Array(bytes);
  const view = new DataView(bytes);
  return Int32Array.from({ length: bytes.byteLength >> 2 }, (_, at) => view.getInt32(at * 4, true));
}

/** Two runs side by side. @param {string} id @param {string} other @returns {Promise<import('../core/types.js').RunComparison>} */
export const compareRuns = (id, other) => json(`/api/runs/${id}/comparison?with=${other}`);

/** Why an asset is in its group, and what would move it out. @param {string} run @param {string} asset @returns {Promise<import('../core/types.js').AssetReasons>} */
export const getReasons = (run, asset) => json(`/api/runs/${run}/assets/${asset}/reasons`);
