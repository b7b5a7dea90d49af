// @ts-check
/**
 * The map. The only door to OpenLayers for the rest of the page: in go plain values of the API, out come ids,
 * surfaces in longitude/latitude and places.
 */
import { covers, windowOf } from '../core/cells.js';
import { createAssets } from './assets.js';
import { createBackground } from './background.js';
import { createDrawing } from './drawing.js';
import { extentFromMap, extentToMap, featuresToMap } from './geo.js';
import { createGroups } from './groups.js';
import { createMarks } from './marks.js';
import { createMunicipalities } from './municipalities.js';
import { createOutlines } from './outlines.js';
import { createPointer } from './pointer.js';
import { createPreview } from './preview.js';
import { createZones } from './zones.js';

/**
 * @param {HTMLElement} target
 * @param {object} hear
 * @param {() => void} hear.onMove
 * @param {(available: boolean) => void} hear.onBackground
 * @param {(hit: import('./pointer.js').Hit) => void} hear.onClick
 * @param {(hit: import('./pointer.js').Hit, pixel: number[]) => void} hear.onHover
 */
export function createMapView(target, hear) {
  let left = 0;
  const controls = makeControls();
  const map = new ol.Map({
    target,
    controls: controls.all,
    // The wheel zooms without a click on the map first: the page itself doesn't scroll.
    interactions: ol.interaction.defaults.defaults({ onFocusOnly: false }),
    view: new ol.View({ center: ol.proj.fromLonLat([138.2, 35]), zoom: 9, minZoom: 5, maxZoom: 20, enableRotation: false }),
  });
  const municipalities = createMunicipalities();
  const background = createBackground(available => {
    municipalities.fillLand(!background.layer.getVisible());
    hear.onBackground(available);
  });
  const assets = createAssets(map);
  const groups = createGroups();
  const outlines = createOutlines();
  const zones = createZones();
  const marks = createMarks();
  const preview = createPreview();
  const drawing = createDrawing(map, zones.source);
  for (const layer of [background.layer, ...municipalities.layers, ...groups.layers, ...assets.layers, assets.points, ...outlines.layers, ...zones.layers, ...marks.layers, ...preview.layers, ...drawing.layers]) map.addLayer(layer);
  const pointer = createPointer(map, assets.pointAt, { assets: assets.layers, groups: groups.layers, zones: zones.layers }, hear);

  map.on('moveend', () => hear.onMove());
  map.on('postrender', () => target.setAttribute('aria-busy', 'true'));
  map.on('rendercomplete', () => target.setAttribute('aria-busy', 'false'));

  const far = () => (map.getView().getZoom() ?? 9) <= assets.drawnAbove();
  const extent = () => map.getView().calculateExtent(map.getSize());

  return {
    assets, groups, outlines, zones, marks, preview, drawing, pointer,

    /** @param {import('../core/types.js').Area|null} area */
    setArea(area) {
      municipalities.setArea(area);
      assets.setArea(area);
      outlines.until(assets.drawnAbove());
      background.want(Boolean(area) && !area?.fictitious);
    },

    /** @param {import('../core/types.js').Language} lang @param {{zoomIn: string, zoomOut: string}} words */
    speak(lang, words) {
      municipalities.speak(lang);
      controls.speak(words);
    },

    /** @param {number} pixels width that the panel covers */
    keepClear(pixels) {
      left = pixels;
      target.style.setProperty('--covered', `${pixels}px`);
    },

    /** @param {number[]|null} bbox west, south, east, north @param {boolean} [glide] */
    fit(bbox, glide = true) {
      if (!bbox) return;
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      map.getView().fit(extentToMap(bbox), { padding: [48, 64, 56, left + 32], maxZoom: 17, duration: glide && !calm ? 350 : 0 });
    },

    /** To the rows that are previewed. */
    fitPreview() {
      const extent = preview.extent();
      // The panel widens in the same breath: how much it covers is known a frame later.
      if (extent) requestAnimationFrame(() => requestAnimationFrame(() => map.getView().fit(extent, { padding: [128, 96, 120, left + 48], maxZoom: 16 })));
    },

    /** @param {{zoom: number, lat: number, lon: number}} place */
    goTo({ zoom, lat, lon }) {
      map.getView().setCenter(ol.proj.fromLonLat([lon, lat]));
      map.getView().setZoom(zoom);
    },

    /** @returns {{zoom: number, lat: number, lon: number}} */
    place() {
      const [lon, lat] = ol.proj.toLonLat(map.getView().getCenter());
      return { zoom: map.getView().getZoom() ?? 9, lat, lon };
    },

    /** @returns {number[]} west, south, east, north of what is seen */
    seen: () => extentFromMap(map.getView().calculateExtent(map.getSize())),

    /** The view in cells of a few pixels; null where it shows each asset. @returns {import('../core/cells.js').CellWindow|null} */
    window: () => (far() ? windowOf(extent(), map.getView().getZoom() ?? 9) : null),

    /** Whether the view still is what a window was made for. @param {import('../core/cells.js').CellWindow|null} window */
    isIn: window => (window ? far() && covers(window, extent(), map.getView().getZoom() ?? 9) : !far()),

    /** @param {any} collection GeoJSON features @returns {any[]} features for drawing.snapTo */
    features: collection => featuresToMap(collection),

    refresh() {
      municipalities.refresh();
      assets.refresh();
    },

    resized: () => map.updateSize(),
  };
}

function makeControls() {
  const zoom = new ol.control.Zoom({ zoomInTipLabel: '拡大', zoomOutTipLabel: '縮小' });
  const all = [
    zoom,
    new ol.control.ScaleLine({ units: 'metric', minWidth: 90 }),
    new ol.control.Attribution({ collapsible: false }),
  ];
  return {
    all,
    /** @param {{zoomIn: string, zoomOut: string}} words */
    speak({ zoomIn, zoomOut }) {
      const buttons = zoom.element.querySelectorAll('button');
      [zoomIn, zoomOut].forEach((words, at) => {
        buttons[at].title = words;
        buttons[at].setAttribute('aria-label', words);
      });
    },
  };
}
