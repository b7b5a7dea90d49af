// @ts-check
/** The dialog that adds a study area. */
import { fill, h } from './dom.js';
import { button, faultLine, field, openDialog } from './parts.js';

const CODE = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** @param {import('../operations/app.js').App} app */
export function openNewArea(app) {
  const { t, store } = app;
  const taken = new Set((store.get().areas ?? []).map(area => area.code));
  const name = h('input', { type: 'text', maxlength: 200, autocomplete: 'off' });
  const code = h('input', { type: 'text', maxlength: 63, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', value: suggest('', taken) });
  let own = false;
  code.addEventListener('input', () => { own = true; });
  name.addEventListener('input', () => { if (!own) code.value = suggest(name.value, taken); });

  openDialog(t('newArea'), close => {
    const place = h('div');
    /** @param {{text: string, parameter?: string}|null} fault */
    const draw = fault => fill(place,
      field({ label: t('areaName'), hint: t('areaNameHint'), control: name, fault: fault?.parameter === 'name' ? fault.text : '' }),
      field({ label: t('areaCode'), hint: t('areaCodeHint'), control: code, fault: fault?.parameter === 'code' ? fault.text : '' }),
      fault && !['name', 'code'].includes(fault.parameter ?? '') ? faultLine(fault.text) : null,
      h('div', { class: 'row end' }, button({ label: t('cancel'), onClick: close }), h('button', { type: 'submit', class: 'button primary' }, t('create'))));
    draw(null);
    return [h('form', {
      onSubmit: async (/** @type {Event} */ event) => {
        event.preventDefault();
        const wish = { name: name.value.trim(), code: code.value.trim() };
        const fault = check(wish, t) ?? await app.areas.create(wish);
        if (fault) draw(fault);
        else close();
      },
    }, place)];
  }, t('close'));
  name.focus();
}

/** @param {{name: string, code: string}} wish @param {(key: string) => string} t */
function check({ name, code }, t) {
  if (!name) return { text: t('needName'), parameter: 'name' };
  return CODE.test(code) ? null : { text: t('badCode'), parameter: 'code' };
}

/** A code that is free: the Latin part of the name, else area-1, area-2, … @param {string} name @param {Set<string>} taken */
function suggest(name, taken) {
  const latin = name.normalize('NFKC').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 50);
  if (latin && !taken.has(latin)) return latin;
  for (let number = 1; ; number += 1) {
    const code = `${latin || 'area'}-${number}`;
    if (!taken.has(code)) return code;
  }
}
