// @ts-check
/** Outlines of a run's groups, with their numbers. */
import { groupColour } from '../core/sectors.js';
import { toMap } from './geo.js';
import { withAlpha } from './symbols.js';

/** Seen from afar only the best groups carry their number; near by (m/pixel) all do. */
const FOREMOST = 30;
const NEAR = 25;

export function createGroups() {
  /** @type {number|null} */
  let chosen = null;
  /** @type {number|null} */
  let pointed = null;
  const source = new ol.source.Vector();
  const layer = new ol.layer.Vector({ source, zIndex: 4, style: shapeStyle, updateWhileAnimating: true });
  const numbers = new ol.layer.Vector({ source, zIndex: 8, style: numberStyle, declutter: true });

  /** @param {any} feature */
  function shapeStyle(feature) {
    const number = feature.get('number');
    const stands = number === chosen || number === pointed;
    const colour = groupColour(number);
    const styles = [new ol.style.Style({
      fill: new ol.style.Fill({ color: withAlpha(colour, stands ? 0.2 : chosen ? 0.04 : 0.1) }),
      stroke: new ol.style.Stroke({ color: colour, width: stands ? 4 : 1.75 }),
      zIndex: stands ? 2 : 1,
    })];
    if (stands) styles.unshift(new ol.style.Style({ stroke: new ol.style.Stroke({ color: '#ffffff', width: 7 }), zIndex: 2 }));
    return styles;
  }

  /** @param {any} feature @param {number} resolution */
  function numberStyle(feature, resolution) {
    const number = feature.get('number');
    const stands = number === chosen || number === pointed;
    if (!stands && number > FOREMOST && resolution > NEAR) return undefined;
    return new ol.style.Style({
      geometry: 'middle',
      image: new ol.style.Circle({
        radius: stands ? 15 : 12,
        fill: new ol.style.Fill({ color: groupColour(number) }),
        stroke: new ol.style.Stroke({ color: '#ffffff', width: 2 }),
      }),
      text: new ol.style.Text({ text: String(number), font: `bold ${stands ? 15 : 12}px sans-serif`, fill: new ol.style.Fill({ color: '#ffffff' }) }),
      zIndex: stands ? 1e6 : 1e5 - number,
    });
  }

  function redraw() {
    layer.changed();
    numbers.changed();
  }

  return {
    layers: [layer, numbers],

    /** @param {readonly import('../core/types.js').Group[]} groups */
    show(groups) {
      source.clear(true);
      source.addFeatures(groups.filter(group => group.outline).map(group => {
        const geometry = toMap(group.outline);
        const feature = new ol.Feature({ geometry, number: group.number, middle: middleOf(geometry) });
        feature.setId(group.number);
        return feature;
      }));
      source.changed();
    },

    /** @param {boolean} shown whether the numbers are shown: zones have their names there */
    number: shown => numbers.setVisible(shown),

    /** @param {number|null} number */
    choose(number) {
      if (chosen === number) return;
      chosen = number;
      redraw();
    },

    /** @param {number|null} number */
    point(number) {
      if (pointed === number) return;
      pointed = number;
      redraw();
    },
  };
}

/** A point inside a surface; the middle of the extent of anything else. @param {any} geometry */
function middleOf(geometry) {
  if (geometry.getType() === 'Polygon') return geometry.getInteriorPoint();
  if (geometry.getType() !== 'MultiPolygon') return new ol.geom.Point(ol.extent.getCenter(geometry.getExtent()));
  const polygons = geometry.getPolygons();
  return polygons.reduce((/** @type {any} */ largest, /** @type {any} */ polygon) => (polygon.getArea() > largest.getArea() ? polygon : largest)).getInteriorPoint();
}
