// @ts-check
/** Municipalities: land, borders and names. Without a background map they are the map. */
import { tileAddress } from '../api/areas.js';

const FONT = '"Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic UI", Meiryo, sans-serif';

export function createMunicipalities() {
  /** @type {import('../core/types.js').Language} */
  let lang = 'ja';
  let land = true;
  const fill = new ol.style.Fill({ color: '#fcfbf7' });
  const shape = new ol.style.Style({ fill });
  const border = [
    new ol.style.Style({ stroke: new ol.style.Stroke({ color: 'rgba(255,255,255,0.9)', width: 4 }) }),
    new ol.style.Style({ stroke: new ol.style.Stroke({ color: '#7f7f7f', width: 1.5, lineDash: [10, 3, 2, 3] }) }),
  ];

  const below = new ol.layer.VectorTile({ zIndex: 1, style: (/** @type {any} */ feature) => (isLabel(feature) || !land ? undefined : shape) });
  const above = new ol.layer.VectorTile({
    zIndex: 2,
    declutter: true,
    style: (/** @type {any} */ feature) => (isLabel(feature) ? undefined : border),
  });
  const names = new ol.layer.VectorTile({
    zIndex: 7,
    declutter: true,
    style: (/** @type {any} */ feature) => (isLabel(feature) ? nameStyle(feature.get(lang === 'en' ? 'name_en' : 'name') || feature.get('name')) : undefined),
  });

  return {
    layers: [below, above, names],

    /** @param {import('../core/types.js').Area|null} area */
    setArea(area) {
      const source = area ? new ol.source.VectorTile({
        format: new ol.format.MVT(),
        url: tileAddress('municipalities', area.code),
        maxZoom: 14,
        attributions: area.attribution ? [escape(area.attribution)] : undefined,
        transition: 0,
      }) : null;
      for (const layer of [below, above, names]) layer.setSource(source);
    },

    /** @param {boolean} filled whether land is coloured: not over a background map */
    fillLand(filled) {
      land = filled;
      below.changed();
    },

    /** @param {import('../core/types.js').Language} next */
    speak(next) {
      lang = next;
      names.changed();
    },

    refresh() {
      below.getSource()?.refresh();
    },
  };
}

/** @param {any} feature */
function isLabel(feature) {
  return feature.get('layer') === 'municipality_labels';
}

/** @type {Map<string, any>} */
const nameStyles = new Map();

/** @param {string} text */
function nameStyle(text) {
  let style = nameStyles.get(text);
  if (!style) {
    style = new ol.style.Style({
      text: new ol.style.Text({
        text,
        font: `700 15px ${FONT}`,
        fill: new ol.style.Fill({ color: '#333333' }),
        stroke: new ol.style.Stroke({ color: 'rgba(255,255,255,0.95)', width: 4 }),
        overflow: true,
      }),
    });
    nameStyles.set(text, style);
  }
  return style;
}

/** Attributions are shown as markup by the map. @param {string} text */
function escape(text) {
  return text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);
}
