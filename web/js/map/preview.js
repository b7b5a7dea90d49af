// @ts-check
/** Rows that are not stored yet: in the shape of their sector and the colour of their state. */
import { STATE_COLOURS } from '../core/rowStates.js';
import { featuresToMap } from './geo.js';
import { styleOf } from './symbols.js';

export function createPreview() {
  const source = new ol.source.Vector();
  const layer = new ol.layer.Vector({ source, zIndex: 7, style, declutter: false });

  /** @param {any} feature */
  function style(feature) {
    const type = feature.getGeometry().getType();
    const state = /** @type {import('../core/rowStates.js').RowState} */ (feature.get('state'));
    return styleOf({
      sector: feature.get('sector') ?? 'other',
      kind: type.endsWith('Point') ? 'point' : type.endsWith('LineString') ? 'line' : 'area',
      colour: STATE_COLOURS[state] ?? STATE_COLOURS.quarantined,
      faint: state === 'duplicate',
      chosen: false,
      size: 4,
    });
  }

  return {
    layers: [layer],

    /** @param {any[]} features GeoJSON */
    show(features) {
      source.clear(true);
      source.addFeatures(featuresToMap({ type: 'FeatureCollection', features }));
      source.changed();
    },

    /** West, south, east, north of what would be stored, in degrees; null if nothing would. @returns {number[]|null} in map units */
    extent() {
      const kept = source.getFeatures().filter((/** @type {any} */ feature) => feature.get('state') !== 'quarantined');
      const all = kept.length ? kept : source.getFeatures();
      if (!all.length) return null;
      const extent = ol.extent.createEmpty();
      for (const feature of all) ol.extent.extend(extent, feature.getGeometry().getExtent());
      return extent;
    },
  };
}
