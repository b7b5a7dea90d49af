// @ts-check
/**
 * Drawing a polygon and moving its nodes, with snapping to other zones, municipal borders and assets, and
 * tracing along zones and borders. One drawing at a time.
 */
import { fromMap, toMap } from './geo.js';

/** @typedef {import('../core/types.js').Surface} Surface */

const LINE = '#c74700';
const NODES = [
  new ol.style.Style({ stroke: new ol.style.Stroke({ color: '#ffffff', width: 6 }) }),
  new ol.style.Style({
    fill: new ol.style.Fill({ color: 'rgba(199,71,0,0.12)' }),
    stroke: new ol.style.Stroke({ color: LINE, width: 3, lineDash: [10, 5] }),
  }),
  new ol.style.Style({
    geometry: (/** @type {any} */ feature) => new ol.geom.MultiPoint(nodesOf(feature.getGeometry())),
    image: new ol.style.Circle({ radius: 5, fill: new ol.style.Fill({ color: '#ffffff' }), stroke: new ol.style.Stroke({ color: LINE, width: 2.5 }) }),
  }),
];

/**
 * @param {any} map
 * @param {any} zoneSource zones to snap to
 */
export function createDrawing(map, zoneSource) {
  const source = new ol.source.Vector();
  const layer = new ol.layer.Vector({ source, zIndex: 9, style: NODES });
  const sources = { zones: new ol.source.Vector(), borders: new ol.source.Vector(), assets: new ol.source.Vector() };
  const trace = new ol.source.Vector();
  let tracing = false;
  /** @type {any[]} */
  let tools = [];
  /** @type {any} */
  let pen = null;

  /** @param {any[]} interactions */
  function use(interactions) {
    doubleClickZooms(map, false);
    const snaps = [sources.assets, sources.borders, sources.zones].map(snapTo => new ol.interaction.Snap({ source: snapTo, pixelTolerance: 12 }));
    tools = [...interactions, ...snaps];
    for (const tool of tools) map.addInteraction(tool);
  }

  function dropTools() {
    for (const tool of tools) map.removeInteraction(tool);
    tools = [];
    pen = null;
    // The second click of the double click that ends a drawing must not zoom.
    setTimeout(() => { if (!tools.length) doubleClickZooms(map, true); }, 400);
  }

  /** @param {string|null} except @param {boolean} wanted */
  function zonesToSnap(except, wanted) {
    sources.zones.clear(true);
    if (wanted) sources.zones.addFeatures(zoneSource.getFeatures().filter((/** @type {any} */ zone) => zone.getId() !== except));
    trace.clear(true);
    trace.addFeatures([...sources.zones.getFeatures(), ...sources.borders.getFeatures()]);
  }

  return {
    layers: [layer],

    /**
     * Lets the planner set nodes.
     * @param {{onSketch: (surface: Surface|null) => void, onFinish: (surface: Surface) => void}} hear
     */
    draw(hear) {
      dropTools();
      source.clear();
      pen = new ol.interaction.Draw({
        type: 'Polygon', source, stopClick: true, freehandCondition: ol.events.condition.never, snapTolerance: 12,
        style: NODES, trace: () => tracing, traceSource: trace,
      });
      pen.on('drawstart', (/** @type {any} */ start) => {
        const geometry = start.feature.getGeometry();
        geometry.on('change', () => hear.onSketch(geometry.getCoordinates()[0].length >= 4 ? fromMap(geometry) : null));
      });
      pen.on('drawend', (/** @type {any} */ end) => hear.onFinish(fromMap(end.feature.getGeometry())));
      use([pen]);
    },

    /**
     * Lets the planner move, add (drag a side) and take away (Alt + click) the nodes of a surface.
     * @param {Surface} surface
     * @param {(surface: Surface) => void} onChange
     */
    reshape(surface, onChange) {
      dropTools();
      source.clear();
      const feature = new ol.Feature(toMap(surface));
      source.addFeature(feature);
      const modify = new ol.interaction.Modify({ source, pixelTolerance: 12 });
      modify.on('modifyend', () => onChange(fromMap(feature.getGeometry())));
      use([modify]);
    },

    /** Ends the sketch where it stands; false when it has too few nodes. */
    finish() {
      if (!pen) return false;
      const before = source.getFeatures().length;
      pen.finishDrawing();
      return source.getFeatures().length > before;
    },

    /** Takes the last node of the sketch back. */
    takeBack() {
      pen?.removeLastPoint();
    },

    /** Puts everything away. */
    stop() {
      dropTools();
      source.clear();
    },

    /**
     * What nodes are drawn to.
     * @param {{except: string|null, zones: boolean, borders: any[], assets: any[], trace: boolean}} options features of the map
     */
    snapTo({ except, zones, borders, assets, trace: along }) {
      tracing = along;
      sources.borders.clear(true);
      sources.borders.addFeatures(borders);
      sources.assets.clear(true);
      sources.assets.addFeatures(assets);
      zonesToSnap(except, zones);
    },
  };
}

/** @param {any} geometry @returns {number[][]} */
function nodesOf(geometry) {
  const type = geometry?.getType();
  if (type === 'Polygon') return geometry.getCoordinates().flatMap((/** @type {any} */ ring) => ring.slice(0, -1));
  if (type === 'MultiPolygon') return geometry.getCoordinates().flat().flatMap((/** @type {any} */ ring) => ring.slice(0, -1));
  return [];
}

/** @param {any} map @param {boolean} active */
function doubleClickZooms(map, active) {
  map.getInteractions().forEach((/** @type {any} */ interaction) => {
    if (interaction instanceof ol.interaction.DoubleClickZoom) interaction.setActive(active);
  });
}
