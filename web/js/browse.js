// @ts-check
/** The map of the API's own pages (/ogc/collections/…): draws the page's features, and shows which row is which. */
import { json } from './api/client.js';
import { createFeatureMap } from './map/featureMap.js';

const target = document.querySelector('#map');
if (target instanceof HTMLElement) start(target).catch(error => say(error instanceof Error ? error.message : String(error)));

/** @param {HTMLElement} element its data says where the features are, in which area, and whether there is a background */
async function start(element) {
  const answer = await json(element.dataset.features ?? '', { headers: { Accept: 'application/geo+json' } });
  const features = answer.type === 'Feature' ? [answer] : answer.features;
  const area = element.dataset.area ? { code: element.dataset.area, attribution: element.dataset.attribution ?? '' } : null;
  createFeatureMap(element, features, { area, background: element.dataset.background === 'true', onPoint: markRow, onPick: open });
}

/** @param {string|null} id */
function markRow(id) {
  for (const row of document.querySelectorAll('tr[data-id]')) row.classList.toggle('is-marked', row instanceof HTMLElement && row.dataset.id === id);
}

/** @param {string} id */
function open(id) {
  const link = [...document.querySelectorAll('tr[data-id]')].find(row => row instanceof HTMLElement && row.dataset.id === id)?.querySelector('a');
  if (link) location.assign(link.href);
}

/** @param {string} text why there is no map */
function say(text) {
  const line = document.createElement('p');
  line.setAttribute('role', 'alert');
  line.textContent = `地図を表示できません。${text} (The map can't be shown.)`;
  target?.replaceWith(line);
}
