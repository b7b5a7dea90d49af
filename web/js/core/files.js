// @ts-check
/** Files that the service takes; a test compares with what it says itself. */

/** Endings, as the file chooser wants them. Those of old Excel and of GML are let in to be told what to send instead. */
export const ACCEPTED = ['.csv', '.tsv', '.xlsx', '.xlsm', '.geojson', '.json', '.topojson', '.geojsonl', '.geojsons', '.ndjson', '.jsonl',
  '.shp', '.gpkg', '.kml', '.kmz', '.shx', '.dbf', '.prj', '.cpg', '.gz', '.zip', '.xls', '.xml', '.gml'];
