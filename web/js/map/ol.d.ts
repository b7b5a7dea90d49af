/** OpenLayers as lib/ol/dist/ol.js brings it: one global, used in this folder only. */
declare const ol: any;
