// @ts-check
/**
 * What can be done to the zones of a scenario. Each action is a pure function scenario → scenario, and says
 * which action takes it back; `changesOf` turns the difference into the edit that the server is asked for.
 * @typedef {import('../core/scenario.js').Scenario} Scenario
 * @typedef {import('../core/types.js').Zone} Zone
 * @typedef {import('../core/types.js').Surface} Surface
 * @typedef {import('../core/types.js').ZoneChange} ZoneChange
 * @typedef {(scenario: Scenario) => Scenario} Action
 */
import { onGrid } from '../core/geometry.js';
import { withZones, zoneOf } from '../core/scenario.js';

/**
 * Adds a zone. Inverse: removeZone(id).
 * @param {string} id
 * @param {string} name
 * @param {Surface} geometry
 * @returns {Action}
 */
export function addZone(id, name, geometry) {
  return scenario => {
    if (zoneOf(scenario, id)) throw new Error(`zone ${id} is there already`);
    const zone = Object.freeze({ id, name, version: 0, geometry: onGrid(geometry) });
    return withZones(scenario, [...scenario.zones, zone]);
  };
}

/**
 * Gives a zone another shape. Inverse: reshapeZone with the former shape.
 * @param {string} id
 * @param {Surface} geometry
 * @returns {Action}
 */
export function reshapeZone(id, geometry) {
  return scenario => replace(scenario, id, zone => ({ ...zone, geometry: onGrid(geometry) }));
}

/**
 * Gives a zone another name. Inverse: renameZone with the former name.
 * @param {string} id
 * @param {string} name
 * @returns {Action}
 */
export function renameZone(id, name) {
  return scenario => replace(scenario, id, zone => ({ ...zone, name }));
}

/**
 * Takes a zone away. Inverse: addZone with its name and shape.
 * @param {string} id
 * @returns {Action}
 */
export function removeZone(id) {
  return scenario => {
    must(scenario, id);
    return withZones(scenario, scenario.zones.filter(zone => zone.id !== id));
  };
}

/**
 * What an edit must say to lead from one scenario to the other; empty when nothing differs.
 * @param {Scenario} before
 * @param {Scenario} after
 * @returns {ZoneChange[]}
 */
export function changesOf(before, after) {
  const changed = after.zones
    .filter(zone => zoneOf(before, zone.id) !== zone)
    .map(zone => ({ zone: zone.id, name: zone.name, geometry: zone.geometry }));
  const gone = before.zones
    .filter(zone => !zoneOf(after, zone.id))
    .map(zone => ({ zone: zone.id, deleted: true }));
  return [...changed, ...gone];
}

/**
 * @param {Scenario} scenario
 * @param {string} id
 * @param {(zone: Zone) => Zone} change
 */
function replace(scenario, id, change) {
  must(scenario, id);
  return withZones(scenario, scenario.zones.map(zone => (zone.id === id ? Object.freeze(change(zone)) : zone)));
}

/**
 * @param {Scenario} scenario
 * @param {string} id
 */
function must(scenario, id) {
  if (!zoneOf(scenario, id)) throw new Error(`no zone ${id} in scenario ${scenario.id}`);
}
