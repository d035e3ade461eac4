// A kiosk: one customer after another at a screen that everybody touches. It stores nothing, and forgets by itself.

import { h, icon, ICONS } from '../dom.js';
import { Talk } from '../talk.js';
import { pad } from './pad.js';

const about = JSON.parse(document.getElementById('about').textContent);
const start = document.getElementById('start');
const stage = document.getElementById('step');
const THANKS = 8000;
const RETRY = 5000;

let talk = null;
let language = '';
let words = null;
let drawn = '';
let quiet = 0;
let asking = null;

for (const button of start.querySelectorAll('[data-language]'))
  button.addEventListener('click', () => begin(button.dataset.language));
start.querySelector('[data-person]').addEventListener('click', () => begin(start.querySelector('[data-language]').dataset.language, true));

for (const name of ['pointerdown', 'keydown']) addEventListener(name, touched, { capture: true });
for (const name of ['contextmenu', 'dragstart', 'drop']) addEventListener(name, (event) => event.preventDefault());
// There is nothing to go back to: what was on the screen before was somebody else's.
history.pushState(null, '', location.href);
addEventListener('popstate', () => history.pushState(null, '', location.href));
addEventListener('pageshow', (event) => event.persisted && reset());

async function begin(tag, person = false) {
  if (talk) return;
  language = tag;
  words = about.words[tag];
  document.documentElement.lang = tag;
  start.hidden = true;
  stage.hidden = false;
  talk = new Talk(location.origin);
  const mine = talk;
  busy();
  touched();
  try {
    await talk.begin({ place: about.place, language: tag });
  } catch {
    if (mine === talk) broken();
    return;
  }
  if (mine !== talk) return mine.close();
  talk.addEventListener('change', draw);
  talk.addEventListener('gone', reset);
  if (person) ask('person');
  draw();
}

function draw() {
  if (!talk?.contact) return;
  if (talk.over) return thanks();
  const { owner, agent, position, minutes, language: spoken } = talk.contact;
  if (spoken && about.words[spoken] && spoken !== language) {
    language = spoken;
    words = about.words[spoken];
    document.documentElement.lang = spoken;
  }
  const turns = [...talk.turns.values()].sort((a, b) => a.number - b.number);
  const latest = turns.findLast((turn) => turn.step || turn.by === 'agent');
  const waiting = talk.queue.length > 0 || talk.lost;
  // What a person says is answered in words, for as long as they are there.
  const step = latest?.step ?? { heading: latest?.text ?? '', texts: [], options: [], pad: 'letters', language };
  const key = JSON.stringify([latest?.number, waiting, owner, agent, position, minutes, language]);
  if (key === drawn) return;
  drawn = key;
  if (waiting && !talk.lost) return busy();
  const place = owner === 'queue' && position ? (position === 1 ? words.next : words.position.replace('{position}', position)) : '';
  const about_ = place && minutes ? words.minutes[minutes === 1 ? 0 : 1].replace('{n}', minutes) : '';
  const state = owner === 'staff' ? words.here.replace('{name}', agent) : owner === 'queue' ? [place || words.soon, about_].filter(Boolean).join(' ') : '';
  show(
    state && h('p', { className: `state ${owner}`, role: 'status' }, state),
    h('div', { className: 'said', lang: step.language },
      (step.texts ?? []).map((text) => h('p', {}, text)),
      step.receipt?.length && receipt(step.receipt),
      h('h1', { tabIndex: -1 }, step.heading),
      (step.addresses ?? []).map(([label, address]) => h('p', { className: 'address' }, `${label}: `, h('b', {}, address)))),
    step.options?.length && h('div', { className: 'options', lang: step.language }, step.options.map((one) =>
      h('button', { type: 'button', className: `big ${one.kind ?? ''}`, onclick: () => choose(one) }, one.label))),
    (owner === 'staff' || step.pad) && pad(owner === 'staff' ? { ...step, pad: 'letters' } : step, words, (text) => talk.send({ kind: 'said', text }, '')),
  );
}

function show(...content) {
  const person = h('button', { type: 'button', className: 'person', onclick: () => ask('person') }, icon(ICONS.person, 30), words.person);
  if (talk?.contact && talk.contact.owner !== 'flow') person.hidden = true;
  stage.replaceChildren(
    h('div', { className: 'content' }, content.flat().filter(Boolean)),
    h('nav', { className: 'bar', ariaLabel: words.answer },
      h('button', { type: 'button', onclick: () => ask('back') }, words.back),
      h('button', { type: 'button', onclick: () => ask('repeat') }, words.repeat),
      h('button', { type: 'button', onclick: finish }, words.finish),
      person));
  stage.querySelector('h1')?.focus({ preventScroll: true });
}

function receipt(lines) {
  return h('table', { className: 'receipt' }, h('caption', {}, words.done), h('tbody', {}, lines.map(([label, value]) =>
    h('tr', {}, h('th', { scope: 'row' }, label), h('td', {}, value)))));
}

function busy() {
  show(h('div', { className: 'busy', role: 'status' }, h('i'), h('i'), h('i'), h('h1', {}, words.moment)));
}

function broken() {
  stage.replaceChildren(h('div', { className: 'content' }, h('div', { className: 'said' }, h('h1', { role: 'alert' }, words.broken))));
  setTimeout(reset, RETRY);
}

function thanks() {
  drawn = '';
  stage.replaceChildren(h('div', { className: 'content' }, h('div', { className: 'said', role: 'status' },
    h('h1', {}, words.thanks), h('p', {}, words.cleared))));
  const mine = talk;
  setTimeout(() => mine === talk && reset(), THANKS);
}

function choose(one) {
  const always = ['repeat', 'back', 'language'].includes(one.kind);
  talk.send(always ? { kind: 'asked', what: one.kind } : { kind: 'chose', option: one.name }, '');
}

function ask(what) {
  talk?.send({ kind: 'asked', what }, '');
}

function finish() {
  talk?.leave();
}

// -- nobody there

function touched() {
  clearTimeout(quiet);
  if (asking) return;
  // Whoever waits for a person, or talks with one, is given longer.
  const patience = talk?.contact && talk.contact.owner !== 'flow' ? 4 : 1;
  if (talk) quiet = setTimeout(stillThere, 1000 * about.quiet * patience);
}

function stillThere() {
  let left = about.within;
  const count = h('p', { ariaLive: 'off' });
  const tell = () => (count.textContent = words.seconds[left === 1 ? 0 : 1].replace('{n}', left));
  const dialog = h('dialog', { className: 'there', 'aria-labelledby': 'there', oncancel: (event) => event.preventDefault() },
    h('h2', { id: 'there' }, words.there), count,
    h('div', { className: 'there-keys' },
      h('button', { type: 'button', className: 'big accept', onclick: () => close() }, words.yes),
      h('button', { type: 'button', className: 'big', onclick: () => (close(), reset(true)) }, words.finish)));
  const timer = setInterval(() => (--left ? tell() : (close(), reset(true))), 1000);
  const close = () => {
    clearInterval(timer);
    asking = null;
    dialog.remove();
    touched();
  };
  asking = close;
  tell();
  document.body.append(dialog);
  dialog.showModal();
}

function reset(leave = false) {
  clearTimeout(quiet);
  asking?.();
  const mine = talk;
  talk = null;
  drawn = '';
  if (leave === true && mine?.contact) mine.leave().finally(() => mine.close());
  else mine?.close();
  clearTimeout(quiet);
  stage.replaceChildren();
  stage.hidden = true;
  start.hidden = false;
  document.documentElement.lang = start.querySelector('[data-language]').dataset.language;
}
