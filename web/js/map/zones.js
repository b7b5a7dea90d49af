// @ts-check
/** The zones of a scenario. The one that is being reshaped is left to the drawing. */
import { toMap } from './geo.js';

const FONT = '"Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic UI", Meiryo, sans-serif';

export function createZones() {
  /** @type {string|null} */
  let chosen = null;
  /** @type {string|null} */
  let away = null;
  const source = new ol.source.Vector();
  const layer = new ol.layer.Vector({ source, zIndex: 6, style });

  /** @param {any} feature */
  function style(feature) {
    if (feature.getId() === away) return undefined;
    const stands = feature.getId() === chosen;
    return [
      new ol.style.Style({ stroke: new ol.style.Stroke({ color: '#ffffff', width: stands ? 9 : 6 }) }),
      new ol.style.Style({
        fill: new ol.style.Fill({ color: stands ? 'rgba(0,23,193,0.16)' : 'rgba(0,23,193,0.07)' }),
        stroke: new ol.style.Stroke({ color: '#0017c1', width: stands ? 5 : 2.5 }),
        text: new ol.style.Text({
          text: feature.get('name'),
          font: `700 14px ${FONT}`,
          overflow: true,
          fill: new ol.style.Fill({ color: '#00118f' }),
          stroke: new ol.style.Stroke({ color: '#ffffff', width: 4 }),
        }),
      }),
    ];
  }

  return {
    layers: [layer],
    source,

    /** @param {readonly import('../core/types.js').Zone[]} zones */
    show(zones) {
      source.clear(true);
      source.addFeatures(zones.map(zone => {
        const feature = new ol.Feature({ geometry: toMap(zone.geometry), name: zone.name });
        feature.setId(zone.id);
        return feature;
      }));
      source.changed();
    },

    /** @param {string|null} id */
    choose(id) {
      chosen = id;
      layer.changed();
    },

    /** @param {string|null} id the zone not to draw */
    leaveOut(id) {
      away = id;
      layer.changed();
    },
  };
}
