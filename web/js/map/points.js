// @ts-check
/**
 * Assets that are points, each drawn. The tiles' points are kept as arrays and put on one raster by stamps: among a million assets the
 * points of a town take on other colours while a slider moves, which features with a style each don't.
 */
import { put, stampOf } from '../core/raster.js';

/** Tiles that are kept: more than the tile layer beside it keeps, so that none of its tiles lacks its points. */
const KEPT = 2000;
/** How many zooms away a tile may be that stands in for one that is not there yet. */
const STAND_IN = 3;
/** Pixels beside a point that still are the point, for a hand that shakes. */
const TOLERANCE = 5;

/**
 * The points of a tile, in map units; its features answer what is under the pointer.
 * @typedef {{x: Float64Array, y: Float64Array, ids: Int32Array, sectors: Uint8Array, features: any[]}} TilePoints
 */

/**
 * How points look now.
 * @typedef {object} PointLooks
 * @property {number} size 0 far … 4 near
 * @property {(sector: number, id: number) => number} lookOf which look a point has; negative: it is not seen
 * @property {(look: number) => boolean} isFaint faint ones lie beneath
 * @property {(look: number) => any} imageOf an image style (ol/style/Image)
 * @property {{id: number, ring: any}|null} chosen
 */

/**
 * @param {(sector: string) => number} numberOf sectors by number
 * @param {() => PointLooks} looks
 */
export function createPoints(numberOf, looks) {
  /** @type {Map<string, TilePoints>} by z/x/y, the ones drawn last at the end */
  const tiles = new Map();
  /** @type {any} tile grid and whether it prefers the finer zoom */
  let source = null;
  /** @type {any} of the last drawing */
  let frame = null;
  const canvas = document.createElement('canvas');
  canvas.className = 'asset-points';
  canvas.style.cssText = 'position:absolute;left:0;top:0;pointer-events:none';
  /** @type {ImageData|null} */
  let image = null;
  const stamps = createStamps();
  const layer = new ol.layer.Layer({ zIndex: 3, render: draw });

  /** @param {any} state of the frame (ol/Map FrameState) @returns {HTMLElement} */
  function draw(state) {
    frame = state;
    const ratio = state.pixelRatio;
    const [width, height] = state.size.map((/** @type {number} */ side) => Math.round(side * ratio));
    if (!image || canvas.width !== width || canvas.height !== height) {
      [canvas.width, canvas.height] = [width, height];
      image = new ImageData(width, height);
    }
    [canvas.style.width, canvas.style.height] = [`${state.size[0]}px`, `${state.size[1]}px`];
    const pixels = new Uint32Array(image.data.buffer);
    pixels.fill(0);
    paint({ width, height, pixels }, state, ratio);
    canvas.getContext('2d')?.putImageData(image, 0, 0);
    return canvas;
  }

  /** @param {import('../core/raster.js').Raster} raster @param {any} state @param {number} ratio */
  function paint(raster, state, ratio) {
    const now = looks();
    const scale = ratio / state.viewState.resolution;
    const [west, , , north] = state.extent;
    const seen = [...tilesIn(state)];
    for (const beneath of [true, false]) {
      for (const { points, extent } of seen) {
        for (let at = 0; at < points.ids.length; at += 1) {
          const x = points.x[at];
          const y = points.y[at];
          if (extent && (x < extent[0] || y < extent[1] || x >= extent[2] || y >= extent[3])) continue;
          const look = now.lookOf(points.sectors[at], points.ids[at]);
          if (look < 0 || now.isFaint(look) !== beneath) continue;
          put(raster, stamps.of(look, now, ratio), (x - west) * scale, (north - y) * scale);
        }
      }
      if (beneath) ring(raster, now, ratio, seen, (x, y) => [(x - west) * scale, (north - y) * scale]);
    }
  }

  /**
   * @param {import('../core/raster.js').Raster} raster @param {PointLooks} now @param {number} ratio
   * @param {{points: TilePoints}[]} seen @param {(x: number, y: number) => number[]} placed
   */
  function ring(raster, { chosen }, ratio, seen, placed) {
    if (!chosen) return;
    for (const { points } of seen) {
      const at = points.ids.indexOf(chosen.id);
      if (at < 0) continue;
      const [x, y] = placed(points.x[at], points.y[at]);
      put(raster, stampOf(rasterOf(chosen.ring.getImage(ratio))), x, y);
      return;
    }
  }

  /** The tiles of a view, or what stands in for them; with an extent where only a part of it counts. @param {any} state */
  function* tilesIn(state) {
    if (!source) return;
    const grid = source.getTileGrid();
    const zoom = grid.getZForResolution(state.viewState.resolution, source.zDirection);
    /** @type {number[][]} */
    const wanted = [];
    grid.forEachTileCoord(state.extent, zoom, (/** @type {number[]} */ coord) => { wanted.push(coord); });
    for (const coord of wanted) yield* standIn(grid, coord);
  }

  /** @param {any} grid @param {number[]} coord @returns {Generator<{points: TilePoints, extent: number[]|null}>} */
  function* standIn(grid, [z, x, y]) {
    const own = used(`${z}/${x}/${y}`);
    if (own) return void (yield { points: own, extent: null });
    for (let up = 1; up <= STAND_IN; up += 1) {
      const points = used(`${z - up}/${x >> up}/${y >> up}`);
      if (points) return void (yield { points, extent: grid.getTileCoordExtent([z, x, y]) });
    }
    for (const [column, row] of [[0, 0], [1, 0], [0, 1], [1, 1]]) {
      const points = used(`${z + 1}/${2 * x + column}/${2 * y + row}`);
      if (points) yield { points, extent: null };
    }
  }

  /** @param {string} key */
  function used(key) {
    const points = tiles.get(key);
    if (points) {
      tiles.delete(key);
      tiles.set(key, points);
    }
    return points;
  }

  return {
    layer,

    /** @param {any} next source of the tiles, null for none */
    setSource(next) {
      tiles.clear();
      source = next;
      layer.changed();
    },

    /**
     * Takes the points out of a loaded tile.
     * @param {number[]} coord z, x, y @param {number[]} extent @param {any[]} features
     * @returns {any[]} the other features
     */
    take([z, x, y], extent, features) {
      const own = features.filter(feature => isPoint(feature) && holds(extent, feature.getFlatCoordinates()));
      tiles.set(`${z}/${x}/${y}`, {
        x: Float64Array.from(own, feature => feature.getFlatCoordinates()[0]),
        y: Float64Array.from(own, feature => feature.getFlatCoordinates()[1]),
        ids: Int32Array.from(own, feature => feature.getId()),
        sectors: Uint8Array.from(own, feature => numberOf(feature.get('sector'))),
        features: own,
      });
      for (const key of tiles.keys()) {
        if (tiles.size <= KEPT) break;
        tiles.delete(key);
      }
      layer.changed();
      return features.filter(feature => !isPoint(feature));
    },

    changed: () => layer.changed(),

    /**
     * The point nearest to a pixel of the map, null where none is.
     * @param {number[]} pixel @returns {any} its feature
     */
    at(pixel) {
      if (!frame || !layer.isVisible()) return null;
      const now = looks();
      const { extent, viewState: { resolution } } = frame;
      const [x, y] = [extent[0] + pixel[0] * resolution, extent[3] - pixel[1] * resolution];
      let nearest = null;
      for (const { points } of tilesIn(frame)) {
        for (let at = 0; at < points.ids.length; at += 1) {
          const away = Math.hypot(points.x[at] - x, points.y[at] - y) / resolution;
          if (nearest && away >= nearest.away) continue;
          const look = now.lookOf(points.sectors[at], points.ids[at]);
          if (look >= 0 && away <= now.imageOf(look).getRadius() + TOLERANCE) nearest = { away, feature: points.features[at] };
        }
      }
      return nearest?.feature ?? null;
    },
  };
}

/** Stamps by look; made anew for another size of points or pixels. */
function createStamps() {
  /** @type {import('../core/raster.js').Stamp[]} */
  let made = [];
  let size = -1;
  let ratio = 0;
  return {
    /** @param {number} look @param {PointLooks} now @param {number} pixelRatio @returns {import('../core/raster.js').Stamp} */
    of(look, now, pixelRatio) {
      if (now.size !== size || pixelRatio !== ratio) [made, size, ratio] = [[], now.size, pixelRatio];
      return (made[look] ??= stampOf(rasterOf(now.imageOf(look).getImage(pixelRatio))));
    },
  };
}

/** @param {HTMLCanvasElement|ImageBitmap} image @returns {import('../core/raster.js').Raster} */
function rasterOf(image) {
  const { width, height } = image;
  const pen = new OffscreenCanvas(width, height).getContext('2d');
  if (!pen) throw new Error('canvas');
  pen.drawImage(image, 0, 0);
  return { width, height, pixels: new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer) };
}

/** A single asset that is one point: cells of an aggregate carry a count. @param {any} feature */
function isPoint(feature) {
  return feature.getType() === 'Point' && (feature.get('count') ?? null) === null;
}

/** A tile also holds what lies just beside it, which is its neighbour's. @param {number[]} extent @param {number[]} at */
function holds([west, south, east, north], [x, y]) {
  return x >= west && x < east && y > south && y <= north;
}
