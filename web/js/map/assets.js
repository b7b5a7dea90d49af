// @ts-check
/**
 * The assets as vector tiles: far away the cells of the aggregate as circles with counts, near by every asset in
 * the look of its sector; while a run is shown, in the colour of its group, what is in no group faint.
 */
import { tileAddress } from '../api/areas.js';
import { grouped } from '../core/numbers.js';
import { groupColour, SECTORS, sectorOf } from '../core/sectors.js';
import { styleOf, withAlpha } from './symbols.js';

/** From this tile zoom on the tiles hold each asset. */
const DETAIL_TILES = 12;
/** A tile has 32 × 32 cells: drawn this large, a cell is 64 pixels wide and its circles can be read. */
const CELL_TILES = 2048;
/** Circles from this radius on carry their count. */
const LABELLED = 10;
const FAINT = '#7f7f7f';

/**
 * View zoom from which each asset is drawn. Small areas show them earlier: tiles of zoom 12 are then few. Among a million they are
 * too dense to see until later, and drawing them takes longer than a slider may: live groups are outlines there.
 * @param {number} assets
 */
function detailFrom(assets) {
  return assets <= 60000 ? 10.4 : assets <= 200000 ? 11.2 : assets <= 500000 ? 12 : 13;
}

/** @param {number} zoom */
function sizeAt(zoom) {
  return [11.8, 13.3, 14.8, 16.5].filter(step => zoom >= step).length;
}

/** @param {any} map */
export function createAssets(map) {
  /** @type {Set<string>} */
  let hidden = new Set();
  /** @type {Int32Array|null} */
  let labels = null;
  /** @type {number|null} */
  let chosen = null;
  /** @type {number|null} */
  let group = null;

  const detail = new ol.layer.VectorTile({ zIndex: 3, renderBuffer: 64, style: detailStyle, preload: 0 });
  const cells = new ol.layer.VectorTile({ zIndex: 3, declutter: true, renderBuffer: 80, style: cellStyle });

  /** @param {any} feature */
  function detailStyle(feature) {
    // Where assets are too dense for a tile it holds cells at these zooms too.
    if ((feature.get('count') ?? null) !== null) return cellStyle(feature);
    const sector = feature.get('sector');
    const id = feature.getId();
    if (hidden.has(sector)) return undefined;
    const label = labels ? labels[id] ?? -1 : null;
    return styleOf({
      sector,
      kind: kindOf(feature.getType()),
      colour: label === null ? sectorOf(sector).colour : label > 0 ? groupColour(label) : FAINT,
      faint: label !== null && (label <= 0 || (group !== null && label !== group)),
      chosen: id === chosen,
      size: sizeAt(map.getView().getZoom() ?? 12),
    });
  }

  /** @param {any} feature */
  function cellStyle(feature) {
    const sector = feature.get('sector');
    return hidden.has(sector) ? undefined : circle(sector, feature.get('count'), labels !== null);
  }

  return {
    layers: [detail, cells],

    /** @param {import('../core/types.js').Area|null} area */
    setArea(area) {
      chosen = null;
      const zoom = detailFrom(area?.counts.assets ?? 0);
      detail.setMinZoom(zoom);
      cells.setMaxZoom(zoom);
      const address = area ? tileAddress('assets', area.code) : '';
      detail.setSource(area ? tiles(address, DETAIL_TILES, 16, 256) : null);
      cells.setSource(area ? tiles(address, 0, DETAIL_TILES - 1, CELL_TILES) : null);
    },

    /** View zoom above which each asset is drawn. @returns {number} */
    drawnAbove: () => detail.getMinZoom(),

    /** @param {Set<string>} sectors */
    hide(sectors) {
      hidden = sectors;
      detail.changed();
      cells.changed();
    },

    /** @param {Int32Array|null} next by dense id */
    label(next) {
      labels = next;
      detail.changed();
      cells.changed();
    },

    /** @param {number|null} denseId */
    choose(denseId) {
      if (chosen === denseId) return;
      chosen = denseId;
      detail.changed();
    },

    /** @param {number|null} number the group that stands out */
    stress(number) {
      if (group === number) return;
      group = number;
      detail.changed();
    },

    /** @param {number} denseId @returns {number} */
    groupOf: denseId => labels?.[denseId] ?? -1,

    refresh() {
      detail.getSource()?.refresh();
      cells.getSource()?.refresh();
    },
  };
}

/** @param {string} url @param {number} minZoom @param {number} maxZoom @param {number} tileSize pixels */
function tiles(url, minZoom, maxZoom, tileSize) {
  const grid = ol.tilegrid.createXYZ({ minZoom, maxZoom, tileSize });
  return new ol.source.VectorTile({ format: new ol.format.MVT(), url, tileGrid: grid, transition: 0 });
}

/** @param {string} type of a geometry @returns {'point'|'line'|'area'} */
function kindOf(type) {
  if (type.endsWith('Point')) return 'point';
  return type.endsWith('LineString') ? 'line' : 'area';
}

/** @type {Map<string, any>} */
const circles = new Map();

/** The sectors of a cell stand round its middle, each on its own side. @param {string} sector @param {number} count @param {boolean} faint */
function circle(sector, count, faint) {
  const radius = Math.round(Math.min(17, 3 + Math.sqrt(count) * 0.75));
  const key = `${sector}|${radius >= LABELLED ? count : radius}|${faint}`;
  let style = circles.get(key);
  if (!style) {
    const angle = (2 * Math.PI * SECTORS.indexOf(sectorOf(sector))) / SECTORS.length;
    const aside = [Math.sin(angle), Math.cos(angle)].map(part => part * 14);
    style = new ol.style.Style({
      image: new ol.style.Circle({
        radius,
        displacement: aside,
        fill: new ol.style.Fill({ color: withAlpha(sectorOf(sector).colour, faint ? 0.25 : 0.88) }),
        stroke: new ol.style.Stroke({ color: '#ffffff', width: 1.25 }),
        declutterMode: 'none',
      }),
      text: radius >= LABELLED ? new ol.style.Text({
        text: grouped(count), offsetX: aside[0], offsetY: -aside[1], font: 'bold 11px sans-serif', fill: new ol.style.Fill({ color: faint ? '#1a1a1a' : '#ffffff' }),
      }) : undefined,
    });
    circles.set(key, style);
  }
  return style;
}
