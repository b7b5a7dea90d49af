// @ts-check
/** Between the map's Web Mercator and the longitude/latitude of everything else. */
const format = new ol.format.GeoJSON({ dataProjection: 'EPSG:4326', featureProjection: 'EPSG:3857' });

/** @param {any} geometry GeoJSON @returns {any} geometry of the map */
export function toMap(geometry) {
  return format.readGeometry(geometry);
}

/** @param {any} geometry geometry of the map @returns {import('../core/types.js').Surface} GeoJSON */
export function fromMap(geometry) {
  return /** @type {any} */ (format.writeGeometryObject(geometry));
}

/** @param {any} collection GeoJSON features @returns {any[]} features of the map */
export function featuresToMap(collection) {
  return format.readFeatures(collection);
}

/** @param {number[]} bbox west, south, east, north */
export function extentToMap(bbox) {
  return ol.proj.transformExtent(bbox, 'EPSG:4326', 'EPSG:3857');
}

/** @param {number[]} extent of the map */
export function extentFromMap(extent) {
  return ol.proj.transformExtent(extent, 'EPSG:3857', 'EPSG:4326');
}
