// @ts-check
/**
 * The assets as vector tiles: far away the cells of the aggregate as circles with counts, near by every asset in
 * the look of its sector; while a run is shown, in the colour of its group, what is in no group faint.
 */
import { getTile, tileAddress } from '../api/areas.js';
import { grouped } from '../core/numbers.js';
import { GROUP_COLOURS, groupColour, SECTORS, sectorOf } from '../core/sectors.js';
import { createPoints } from './points.js';
import { ringOf, styleOf, withAlpha } from './symbols.js';

/** From this tile zoom on the tiles hold each asset. */
const DETAIL_TILES = 12;
/** A tile has 32 × 32 cells: drawn this large, a cell is 64 pixels wide and its circles can be read. */
const CELL_TILES = 2048;
/** Circles from this radius on carry their count. */
const LABELLED = 10;
const FAINT = '#7f7f7f';
/** Of a point: its sector's, one of the groups', that of what is in no group. */
const COLOURS = GROUP_COLOURS.length + 2;
const FORMAT = new ol.format.MVT();

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

  const points = createPoints(sectorNumber, pointLooks);
  const detail = new ol.layer.VectorTile({ zIndex: 3, renderBuffer: 64, style: detailStyle, preload: 0 });
  const cells = new ol.layer.VectorTile({ zIndex: 3, declutter: true, renderBuffer: 80, style: cellStyle });

  const size = () => sizeAt(map.getView().getZoom() ?? 12);

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
      faint: isFaint(label),
      chosen: id === chosen,
      size: size(),
    });
  }

  /** @param {number|null} label */
  function isFaint(label) {
    return label !== null && (label <= 0 || (group !== null && label !== group));
  }

  /** The same looks by number: sector, then colour (of the sector, of a group, of what is in none), then whether it is faint. @returns {import('./points.js').PointLooks} */
  function pointLooks() {
    const now = size();
    const seen = SECTORS.map(sector => !hidden.has(sector.key));
    return {
      size: now,
      lookOf(sector, id) {
        if (!seen[sector]) return -1;
        if (!labels) return 2 * COLOURS * sector;
        const label = labels[id] ?? -1;
        return 2 * (COLOURS * sector + (label > 0 ? 1 + ((label - 1) % GROUP_COLOURS.length) : COLOURS - 1)) + (isFaint(label) ? 1 : 0);
      },
      isFaint: look => look % 2 === 1,
      imageOf(look) {
        const sector = SECTORS[Math.floor(look / 2 / COLOURS)];
        const colour = [sector.colour, ...GROUP_COLOURS, FAINT][Math.floor(look / 2) % COLOURS];
        return styleOf({ sector: sector.key, kind: 'point', colour, faint: look % 2 === 1, chosen: false, size: now })[0].getImage();
      },
      chosen: chosen === null ? null : { id: chosen, ring: ringOf(now) },
    };
  }

  /** @param {any} feature */
  function cellStyle(feature) {
    const sector = feature.get('sector');
    return hidden.has(sector) ? undefined : circle(sector, feature.get('count'), labels !== null);
  }

  // Far away thousands of points must not hide the roads.
  map.getView().on('change:resolution', () => points.layer.setZIndex(size() > 1 ? 3.5 : 2.5));

  /** @param {any} tile */
  function load(tile, /** @type {string} */ url) {
    tile.setLoader(async (/** @type {number[]} */ extent, /** @type {number} */ _, /** @type {any} */ projection) => {
      try {
        const features = FORMAT.readFeatures(await getTile(url), { extent, featureProjection: projection });
        tile.setFeatures(points.take(tile.getTileCoord(), extent, features));
      } catch {
        tile.onError();
      }
    });
  }

  function changed() {
    detail.changed();
    points.changed();
  }

  return {
    layers: [detail, cells],
    points: points.layer,

    /** The point at a pixel. @param {number[]} pixel @returns {any} its feature, null for none */
    pointAt: pixel => points.at(pixel),

    /** @param {import('../core/types.js').Area|null} area */
    setArea(area) {
      chosen = null;
      const zoom = detailFrom(area?.counts.assets ?? 0);
      detail.setMinZoom(zoom);
      cells.setMaxZoom(zoom);
      const address = area ? tileAddress('assets', area.code) : '';
      const source = area ? tiles(address, DETAIL_TILES, 16, 256, load) : null;
      points.layer.setMinZoom(zoom);
      points.setSource(source);
      detail.setSource(source);
      cells.setSource(area ? tiles(address, 0, DETAIL_TILES - 1, CELL_TILES) : null);
    },

    /** View zoom above which each asset is drawn. @returns {number} */
    drawnAbove: () => detail.getMinZoom(),

    /** @param {Set<string>} sectors */
    hide(sectors) {
      hidden = sectors;
      changed();
      cells.changed();
    },

    /** @param {Int32Array|null} next by dense id */
    label(next) {
      labels = next;
      changed();
      cells.changed();
    },

    /** @param {number|null} denseId */
    choose(denseId) {
      if (chosen === denseId) return;
      chosen = denseId;
      changed();
    },

    /** @param {number|null} number the group that stands out */
    stress(number) {
      if (group === number) return;
      group = number;
      changed();
    },

    /** @param {number} denseId @returns {number} */
    groupOf: denseId => labels?.[denseId] ?? -1,

    refresh() {
      detail.getSource()?.refresh();
      cells.getSource()?.refresh();
    },
  };
}

/** @param {string} url @param {number} minZoom @param {number} maxZoom @param {number} tileSize pixels @param {(tile: any, url: string) => void} [tileLoadFunction] */
function tiles(url, minZoom, maxZoom, tileSize, tileLoadFunction) {
  const tileGrid = ol.tilegrid.createXYZ({ minZoom, maxZoom, tileSize });
  return new ol.source.VectorTile({ format: FORMAT, url, tileGrid, transition: 0, tileLoadFunction });
}

/** @param {string} sector @returns {number} its place in SECTORS */
function sectorNumber(sector) {
  return SECTORS.indexOf(sectorOf(sector));
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
