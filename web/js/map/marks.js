// @ts-check
/** Numbered marks over the map: things that a list asks about. */
import { extentToMap } from './geo.js';

const COLOUR = '#ce0000';

export function createMarks() {
  const source = new ol.source.Vector();
  const layer = new ol.layer.Vector({ source, zIndex: 9, style: styleOf });
  /** @type {string|null} */
  let pointed = null;

  /** @param {any} feature */
  function styleOf(feature) {
    const label = feature.get('label');
    const stands = label === pointed;
    return [
      new ol.style.Style({ stroke: new ol.style.Stroke({ color: COLOUR, width: stands ? 4 : 2, lineDash: [6, 4] }) }),
      new ol.style.Style({
        geometry: 'middle',
        image: new ol.style.Circle({ radius: stands ? 16 : 13, fill: new ol.style.Fill({ color: COLOUR }), stroke: new ol.style.Stroke({ color: '#ffffff', width: 2 }) }),
        text: new ol.style.Text({ text: label, font: `bold ${stands ? 15 : 13}px sans-serif`, fill: new ol.style.Fill({ color: '#ffffff' }) }),
        zIndex: stands ? 1 : 0,
      }),
    ];
  }

  return {
    layers: [layer],

    /** @param {{label: string, bbox: number[]}[]} marks bbox: west, south, east, north */
    show(marks) {
      source.clear(true);
      source.addFeatures(marks.map(({ label, bbox }) => {
        const extent = extentToMap(bbox);
        return new ol.Feature({ label, geometry: ol.geom.Polygon.fromExtent(ol.extent.buffer(extent, 2)), middle: new ol.geom.Point(ol.extent.getCenter(extent)) });
      }));
      source.changed();
    },

    /** @param {string|null} label the mark that stands out */
    point(label) {
      if (pointed === label) return;
      pointed = label;
      layer.changed();
    },
  };
}
