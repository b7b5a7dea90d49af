// @ts-check
/** The drawing in the panel: how it goes, what it snaps to, its name, saving, and what to do when someone was faster. */
import { fill, h } from './dom.js';
import { button, faultLine, field, notice } from './parts.js';

/** @typedef {import('../operations/state.js').State} State */

/** @param {import('../operations/app.js').App} app @param {import('./screen.js').Watch} watch */
export function drawingView(app, watch) {
  const { t } = app;
  const place = h('section', { class: 'drawing', hidden: true, 'aria-label': t('drawing') });
  const head = h('div');
  const nameField = h('div');
  const tools = h('div');
  const input = h('input', { type: 'text', maxlength: 200, autocomplete: 'off', name: 'zone-name', 'data-key': 'zone-name', onInput: () => app.modes.nameDraft(input.value.trim()) });
  const form = h('form', { onSubmit: (/** @type {Event} */ event) => { event.preventDefault(); if (!why(app)) void app.editing.save(input.value.trim()); } }, nameField, tools);
  place.append(head, form);

  let snapOpen = false;
  watch(['mode', 'draft', 'snap'], state => {
    const before = place.hidden;
    place.hidden = !state.draft;
    if (before && state.draft) input.value = state.draft.name;
    fill(head, state.draft ? headPart(app, state, snapOpen, open => { snapOpen = open; }) : null);
  });
  watch(['mode', 'editError'], state => {
    form.hidden = state.mode !== 'reshape';
    fill(nameField, field({ label: t('zoneName'), control: input, fault: state.editError?.parameter === 'name' ? state.editError.text : '' }));
  });
  watch(['mode', 'draft', 'saving', 'editError', 'conflict'], state => fill(tools, state.mode === 'reshape' ? savePart(app, state) : null));
  return place;
}

/** @param {import('../operations/app.js').App} app */
function why(app) {
  return app.store.get().saving ? 'saving' : app.editing.whyNotSave(app.store.get());
}

/** @param {import('../operations/app.js').App} app @param {State} state @param {boolean} open whether the choices of snapping are @param {(open: boolean) => void} onToggle */
function headPart(app, { mode, snap }, open, onToggle) {
  const { t } = app;
  const chosen = [snap.zones && t('snapZones'), snap.borders && t('snapBorders'), snap.assets && t('snapAssets')].filter(Boolean).join('・');
  const choices = h('details', { class: 'snap-choices', open, onToggle: () => onToggle(choices.open) },
    h('summary', { 'data-key': 'snap' }, `${t('snapping')}：${chosen || t('snapNothing')}`),
    h('fieldset', { class: 'snap', 'aria-label': t('snapping') },
      snapBox(app, 'zones', t('snapZones'), snap.zones),
      snapBox(app, 'borders', t('snapBorders'), snap.borders),
      snapBox(app, 'assets', t('snapAssets'), snap.assets),
      mode === 'draw' ? snapBox(app, 'trace', t('tracing'), snap.trace) : null));
  return [
    h('h3', null, t(mode === 'draw' ? 'drawing' : 'reshaping')),
    h('p', { class: 'hint' }, t(mode === 'draw' ? 'drawHow' : 'reshapeHow')),
    choices,
    mode === 'draw' ? h('div', { class: 'row' },
      button({ label: t('takeBack'), icon: 'undo', key: 'take-back', onClick: () => app.modes.takeBack() }),
      button({ label: t('quit'), icon: 'close', key: 'quit', onClick: () => app.modes.quit() })) : null,
  ];
}

/** @param {import('../operations/app.js').App} app @param {keyof State['snap']} key @param {string} label @param {boolean} on */
function snapBox(app, key, label, on) {
  return h('label', { class: 'check' },
    h('input', {
      type: 'checkbox', checked: on, 'data-key': `snap-${key}`,
      onChange: () => { app.store.set({ snap: { ...app.store.get().snap, [key]: !on } }); void app.modes.snap(); },
    }), h('span', null, label));
}

/** @param {import('../operations/app.js').App} app @param {State} state */
function savePart(app, state) {
  const { t } = app;
  const reason = why(app);
  return [
    state.draft?.fault ? faultLine(t(`fault_${state.draft.fault}`)) : null,
    state.editError && state.editError.parameter !== 'name' ? faultLine(state.editError.text) : null,
    state.conflict ? conflictPart(app, state.conflict) : null,
    h('div', { class: 'row' },
      h('button', { type: 'submit', class: `button ${state.conflict ? 'secondary' : 'primary'}`, 'aria-disabled': reason ? 'true' : null, title: reason ? t(reason) : null, 'data-key': 'save' }, state.saving ? t('saving') : t('save')),
      state.draft?.past.length ? button({ label: t('takeBack'), icon: 'undo', key: 'take-back', onClick: () => app.modes.takeBack() }) : null,
      button({ label: t('quit'), key: 'quit', onClick: () => app.modes.quit() })),
  ];
}

/** @param {import('../operations/app.js').App} app @param {NonNullable<State['conflict']>} conflict */
function conflictPart(app, { detail, base, current }) {
  const { t } = app;
  return notice('warn',
    h('p', { class: 'strong', role: 'alert' }, t('conflictTitle')),
    h('p', null, detail),
    h('p', null, t('conflictVersions', { base: base ?? '–', current: current ?? '–' })),
    h('div', { class: 'stack' },
      button({ label: t('takeLatest'), kind: 'primary', key: 'take-latest', onClick: () => void app.editing.takeLatest() }),
      button({ label: t('discard'), icon: 'bin', key: 'discard', onClick: () => app.modes.discard() })));
}
