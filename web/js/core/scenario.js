// @ts-check
/**
 * A scenario (検討案) as the page holds it: an immutable value. An action makes a new one out of it, so that
 * going back is keeping the old one. The server has the last word: settle() takes its answer in.
 * @typedef {import('./types.js').Zone} Zone
 * @typedef {object} Scenario
 * @property {string} id
 * @property {string} area code of the study area
 * @property {string} name
 * @property {number} version raised by the server with every edit
 * @property {readonly Zone[]} zones in the order of their first drawing
 * @property {boolean} canUndo
 * @property {boolean} canRedo
 */

/**
 * Freezes a scenario as the server sends it.
 * @param {any} body
 * @returns {Scenario}
 */
export function scenarioOf(body) {
  return freeze({
    id: body.id,
    area: body.area,
    name: body.name,
    version: body.version,
    zones: body.zones ?? [],
    canUndo: Boolean(body.canUndo),
    canRedo: Boolean(body.canRedo),
  });
}

/**
 * @param {Scenario} scenario
 * @param {string|null|undefined} id
 * @returns {Zone|undefined}
 */
export function zoneOf(scenario, id) {
  return scenario.zones.find(zone => zone.id === id);
}

/**
 * The same scenario with other zones.
 * @param {Scenario} scenario
 * @param {readonly Zone[]} zones
 * @returns {Scenario}
 */
export function withZones(scenario, zones) {
  return freeze({ ...scenario, zones });
}

/**
 * Takes the server's answer to an edit in: zones as stored (snapped, shared nodes added), neighbours among them.
 * @param {Scenario} scenario
 * @param {import('./types.js').EditReply & {canUndo?: boolean, canRedo?: boolean}} reply
 * @returns {Scenario}
 */
export function settle(scenario, reply) {
  const zones = reply.changes.reduce(settleZone, /** @type {readonly Zone[]} */ (scenario.zones));
  return freeze({
    ...scenario,
    zones,
    version: reply.version,
    canUndo: reply.canUndo ?? true,
    canRedo: reply.canRedo ?? false,
  });
}

/**
 * @param {readonly Zone[]} zones
 * @param {any} change a zone as stored, or {zone, deleted}
 * @returns {readonly Zone[]}
 */
function settleZone(zones, change) {
  const id = change.zone ?? change.id;
  if (change.deleted) return zones.filter(zone => zone.id !== id);
  const known = zones.find(zone => zone.id === id);
  const zone = Object.freeze({
    id,
    name: change.name ?? known?.name ?? '',
    version: change.version ?? known?.version ?? 0,
    geometry: change.geometry ?? known?.geometry,
  });
  return known ? zones.map(other => (other.id === id ? zone : other)) : [...zones, zone];
}

/**
 * @param {Scenario} scenario
 * @returns {Scenario}
 */
function freeze(scenario) {
  return Object.freeze({ ...scenario, zones: Object.freeze([...scenario.zones]) });
}

/**
 * A name that is not taken yet: 区域1, 区域2, …
 * @param {readonly {name: string}[]} taken
 * @param {string} stem
 */
export function freeName(taken, stem) {
  const names = new Set(taken.map(item => item.name));
  let number = taken.length + 1;
  while (names.has(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}
