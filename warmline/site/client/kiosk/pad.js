// What is entered with on a kiosk: a number pad, the parts of a date, letters. The entry is in memory only.

import { h } from '../dom.js';

const ROWS = ['QWERTYUIOP', 'ASDFGHJKL', 'ZXCVBNM'];
const LATIN = /^(en|vi|fil)/;

// Draws the pad of a step; `done(text)` is called with what was entered.
export function pad(step, words, done) {
  const made = step.pad === 'date' ? date(words, done) : step.pad === 'letters' ? letters(step, words, done) : numbers(step, words, done);
  return h('div', { className: `pad ${step.pad}` }, made);
}

function numbers({ length, secret, example, pad: kind, heading }, words, done) {
  let entry = '';
  const shown = h('output', { className: 'entry', ariaLabel: heading || words.answer });
  const ok = key(words.ok, () => entry && done(entry), 'ok');
  const draw = () => {
    shown.textContent = secret ? '•'.repeat(entry.length) : entry;
    shown.classList.toggle('empty', !entry);
    if (!entry) shown.textContent = example ? words.example.replace('{example}', example) : ' ';
    ok.disabled = !entry || (length > 0 && entry.length < length);
  };
  const press = (more) => {
    if (entry.length < (length || 20)) entry += more;
    draw();
  };
  const keys = [...'123456789'].map((digit) => key(digit, () => press(digit)));
  const left = kind === 'amount' ? key('.', () => entry.includes('.') || press('.')) : key(words.clear, () => ((entry = ''), draw()), 'small');
  const back = key(words.delete, () => ((entry = entry.slice(0, -1)), draw()), 'small');
  draw();
  return [shown, h('div', { className: 'keys' }, keys, left, key('0', () => press('0')), back), ok];
}

function date(words, done) {
  const parts = [['day', 2], ['month', 2], ['year', 4]].map(([name, length]) => ({ name, length, entry: '' }));
  let at = 0;
  const ok = key(words.ok, () => done(iso()), 'ok');
  const boxes = parts.map((part, place) =>
    h('button', { type: 'button', className: 'part', onclick: () => ((at = place), draw()) }, h('span', {}, words[part.name]), h('b')));
  const iso = () => {
    const [day, month, year] = parts.map(({ entry, length }) => entry.padStart(length, '0'));
    const found = `${year}-${month}-${day}`;
    const moment = new Date(`${found}T00:00:00Z`);
    return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(found) ? found : '';
  };
  const draw = () => {
    boxes.forEach((box, place) => {
      box.lastChild.textContent = parts[place].entry || '–';
      box.classList.toggle('on', place === at);
      box.ariaPressed = String(place === at);
    });
    ok.disabled = parts.some(({ entry }) => !entry) || !iso();
  };
  const press = (digit) => {
    const part = parts[at];
    if (part.entry.length === part.length) part.entry = '';
    part.entry += digit;
    if (part.entry.length === part.length && at < 2) at += 1;
    draw();
  };
  const back = () => {
    if (!parts[at].entry && at > 0) at -= 1;
    parts[at].entry = parts[at].entry.slice(0, -1);
    draw();
  };
  const clear = () => (parts.forEach((part) => (part.entry = '')), (at = 0), draw());
  draw();
  return [
    h('div', { className: 'parts' }, boxes),
    h('div', { className: 'keys' }, [...'123456789'].map((digit) => key(digit, () => press(digit))),
      key(words.clear, clear, 'small'), key('0', () => press('0')), key(words.delete, back, 'small')),
    ok,
  ];
}

// Languages that are not written in these letters use the keyboard of the screen's own system.
function letters({ secret, language, heading }, words, done) {
  const input = h('input', {
    type: secret ? 'password' : 'text', className: 'entry', autocomplete: 'off', autocapitalize: 'words', spellcheck: false,
    ariaLabel: heading || words.answer, maxLength: 200, dir: 'auto', inputMode: LATIN.test(language) ? 'none' : 'text',
    onkeydown: (event) => event.key === 'Enter' && !event.isComposing && input.value.trim() && done(input.value.trim()),
    oninput: () => (ok.disabled = !input.value.trim()),
  });
  input.setAttribute('autocorrect', 'off');
  const ok = key(words.ok, () => input.value.trim() && done(input.value.trim()), 'ok');
  const type = (text) => {
    const end = input.value;
    input.value = text === null ? end.slice(0, -1) : end + (end && !end.endsWith(' ') ? text.toLowerCase() : text);
    ok.disabled = !input.value.trim();
  };
  ok.disabled = true;
  const line = h('div', { className: 'entry-line' }, input, ok);
  if (!LATIN.test(language)) return [line];
  return [
    line,
    h('div', { className: 'letters-keys' },
      h('div', {}, [...'1234567890'].map((one) => key(one, () => type(one)))),
      ROWS.map((row) => h('div', {}, [...row].map((one) => key(one, () => type(one))))),
      h('div', {}, key('-', () => type('-')), key(words.space, () => type(' '), 'wide small'), key(words.delete, () => type(null), 'small'))),
  ];
}

function key(label, onclick, more = '') {
  return h('button', { type: 'button', className: `key ${more}`, onclick }, label);
}
