// @ts-check
/**
 * What lies under the pointer.
 * @typedef {object} Hit
 * @property {{denseId: number, sector: string, name?: string, kind?: string}|null} asset
 * @property {{sector: string, count: number}|null} cell
 * @property {number|null} group
 * @property {string|null} zone
 * @property {number[]} [place] longitude and latitude of a click
 */

/**
 * @param {any} map
 * @param {(pixel: number[]) => any} pointAt feature of an asset that is a point, null for none
 * @param {{assets: any[], groups: any[], zones: any[]}} layers
 * @param {{onClick: (hit: Hit) => void, onHover: (hit: Hit, pixel: number[]) => void}} hear
 */
export function createPointer(map, pointAt, layers, hear) {
  let quiet = false;
  let asked = false;
  const listened = [...layers.assets, ...layers.groups, ...layers.zones];

  /** @param {number[]} pixel @returns {Hit} */
  function hitAt(pixel) {
    /** @type {Hit} */
    const hit = { asset: null, cell: null, group: null, zone: null };
    const point = pointAt(pixel);
    if (point) takeAsset(hit, point);
    map.forEachFeatureAtPixel(pixel, (/** @type {any} */ feature, /** @type {any} */ layer) => {
      if (layers.assets.includes(layer)) takeAsset(hit, feature);
      else if (layers.groups.includes(layer)) hit.group ??= feature.get('number');
      else hit.zone ??= feature.getId();
    }, { hitTolerance: 5, layerFilter: (/** @type {any} */ layer) => listened.includes(layer) });
    return hit;
  }

  map.on('click', (/** @type {any} */ event) => { if (!quiet) hear.onClick({ ...hitAt(event.pixel), place: ol.proj.toLonLat(event.coordinate) }); });
  map.on('pointermove', (/** @type {any} */ event) => {
    if (quiet || event.dragging || asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      if (quiet) return;
      const hit = hitAt(event.pixel);
      map.getTargetElement().classList.toggle('is-over', Boolean(hit.asset ?? hit.group ?? hit.zone));
      hear.onHover(hit, event.pixel);
    });
  });
  map.getViewport().addEventListener('pointerleave', () => hear.onHover({ asset: null, cell: null, group: null, zone: null }, [0, 0]));

  return {
    /** @param {boolean} silent while drawing, clicks are nodes */
    hush(silent) {
      quiet = silent;
      map.getTargetElement().classList.toggle('is-drawing', silent);
      map.getTargetElement().classList.remove('is-over');
    },
  };
}

/** @param {Hit} hit @param {any} feature */
function takeAsset(hit, feature) {
  const sector = feature.get('sector');
  if (feature.get('count') !== undefined && feature.get('count') !== null) hit.cell ??= { sector, count: feature.get('count') };
  else hit.asset ??= { denseId: feature.getId(), sector, name: feature.get('name'), kind: feature.get('kind') };
}
