// @ts-check
/** A small map of given features over the municipalities of their area: they fill the view, a pointed one stands out, a click picks it. */
import { createBackground } from './background.js';
import { featuresToMap } from './geo.js';
import { createMunicipalities } from './municipalities.js';

/** Below this many pixels a line or an area is drawn as a point: it would be lost on the map of a region. */
const TINY = 8;

const stroke = (/** @type {string} */ color, /** @type {number} */ width) => new ol.style.Stroke({ color, width });

/** @param {string} line @param {string} area @param {number} width */
function look(line, area, width) {
  const image = new ol.style.Circle({ radius: 4 + width, fill: new ol.style.Fill({ color: line }), stroke: stroke('#ffffff', 1.5) });
  const shape = new ol.style.Style({ stroke: stroke(line, width), fill: new ol.style.Fill({ color: area }), image });
  const point = new ol.style.Style({ image, geometry: (/** @type {any} */ feature) => new ol.geom.Point(ol.extent.getCenter(feature.getGeometry().getExtent())) });
  return (/** @type {any} */ feature, /** @type {number} */ resolution) => {
    const [west, south, east, north] = feature.getGeometry().getExtent();
    return Math.max(east - west, north - south) < TINY * resolution ? point : shape;
  };
}

/**
 * @param {HTMLElement} target
 * @param {any[]} features GeoJSON with ids; those without a geometry are left out
 * @param {{area: {code: string, attribution: string}|null, background: boolean, onPoint: (id: string|null) => void, onPick: (id: string) => void}} options
 */
export function createFeatureMap(target, features, { area, background, onPoint, onPick }) {
  const source = new ol.source.Vector({ features: featuresToMap({ type: 'FeatureCollection', features: features.filter(one => one.geometry) }) });
  const [usual, pointed] = [look('#0017c1', 'rgba(0, 23, 193, 0.15)', 2), look('#b78f00', 'rgba(255, 213, 64, 0.4)', 4)];
  const towns = createMunicipalities();
  const under = createBackground(available => towns.fillLand(!(background && available)));
  const map = new ol.Map({
    target,
    layers: [under.layer, ...towns.layers, new ol.layer.Vector({ source, style: usual, zIndex: 6 })],
    interactions: ol.interaction.defaults.defaults({ onFocusOnly: true }),
    view: new ol.View({ center: ol.proj.fromLonLat([138.2, 35]), zoom: 9, maxZoom: 20, enableRotation: false }),
  });
  map.addControl(new ol.control.ScaleLine());
  map.on('rendercomplete', () => target.setAttribute('aria-busy', 'false'));
  under.want(background);
  towns.setArea(/** @type {any} */ (area));
  if (source.getFeatures().length > 0) map.getView().fit(source.getExtent(), { padding: [32, 32, 32, 32], maxZoom: 17 });
  /** @type {any} */
  let shown = null;
  const at = (/** @type {any} */ event) => map.forEachFeatureAtPixel(event.pixel, (/** @type {any} */ feature) => feature, { hitTolerance: 6 }) ?? null;
  map.on('pointermove', (/** @type {any} */ event) => {
    const feature = event.dragging ? shown : at(event);
    if (feature === shown) return;
    shown?.setStyle(undefined);
    feature?.setStyle(pointed);
    shown = feature;
    target.classList.toggle('is-over', feature !== null);
    onPoint(feature === null ? null : String(feature.getId()));
  });
  map.on('singleclick', (/** @type {any} */ event) => {
    const feature = at(event);
    if (feature) onPick(String(feature.getId()));
  });
}
