// @ts-check
/** The small word beside the pointer: what lies there. */
import { countText } from '../core/numbers.js';
import { zoneOf } from '../core/scenario.js';
import { sectorName } from '../core/sectors.js';
import { h } from './dom.js';

/** @param {HTMLElement} target of the map */
export function hoverTip(target) {
  const tip = h('div', { class: 'tip', hidden: true });
  target.append(tip);
  return {
    /** @param {import('../operations/app.js').App} app @param {import('../map/pointer.js').Hit} hit @param {number[]} pixel */
    show(app, hit, [x, y]) {
      const text = textOf(app, hit);
      tip.hidden = !text;
      tip.textContent = text;
      const left = x + 16 + tip.offsetWidth > target.clientWidth ? x - tip.offsetWidth - 12 : x + 16;
      tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(y + 14)}px)`;
    },
  };
}

/** @param {import('../operations/app.js').App} app @param {import('../map/pointer.js').Hit} hit */
function textOf({ store, t }, { asset, cell, zone, group }) {
  const { lang, scenario } = store.get();
  if (asset) return [sectorName(asset.sector, lang), asset.name || asset.kind].filter(Boolean).join('　');
  if (cell) return t('cellTip', { sector: sectorName(cell.sector, lang), count: countText(cell.count, lang) });
  if (zone && scenario) return zoneOf(scenario, zone)?.name ?? '';
  return group ? t('group', { number: group }) : '';
}
