// What is entered with on a kiosk: a number pad, the parts of a date, letters. The entry is in memory only.

import { h } from '../dom.js';
import { deleted, isComposed, layouts, shown, typed } from './layouts.js';

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

// Words are typed on our own keys. Where a language has more characters than keys, the screen's own system helps.
function letters({ secret, language, heading }, words, done) {
  const input = h('input', {
    type: secret ? 'password' : 'text', className: 'entry', autocomplete: 'off', autocapitalize: 'words', spellcheck: false,
    ariaLabel: heading || words.answer, maxLength: 200, dir: 'auto', inputMode: isComposed(language) ? 'text' : 'none',
    onkeydown: (event) => event.key === 'Enter' && !event.isComposing && input.value.trim() && done(input.value.trim()),
    oninput: () => (ok.disabled = !input.value.trim()),
  });
  input.setAttribute('autocorrect', 'off');
  const ok = key(words.ok, () => input.value.trim() && done(input.value.trim()), 'ok');
  const change = (line) => {
    input.value = line.slice(0, input.maxLength);
    ok.disabled = !input.value.trim();
  };
  ok.disabled = true;
  return [h('div', { className: 'entry-line' }, input, ok), keyboard(language, words, () => input.value, change)];
}

function keyboard(language, words, line, change) {
  const known = layouts(language);
  const keys = h('div', { className: 'letters-keys' });
  let layout = 0;
  let plane = 0;
  const press = (one) => {
    change(typed(line(), one, known[layout].tones));
    if (plane) (plane = 0), draw(); // the other letters are rare: one at a time
  };
  const row = (text) => h('div', {}, [...text].map((one) => key(shown(one), () => press(one), shown(one) === one ? '' : 'mark')));
  const draw = () => {
    const { planes } = known[layout];
    const other = known[1 - layout];
    keys.replaceChildren(
      row('1234567890'),
      ...planes[plane].map(row),
      h('div', {},
        planes.length > 1 && shift(planes.length),
        other && key(other.name, () => ((layout = 1 - layout), (plane = 0), draw()), 'small'),
        [..."-'.@"].map((one) => key(one, () => change(line() + one))),
        key(words.space, () => change(`${line()} `), 'wide small'),
        key(words.delete, () => change(deleted(line())), 'small')));
  };
  const shift = (count) => {
    const button = key('⇧', () => ((plane = (plane + 1) % count), draw()), plane ? 'on' : '');
    button.ariaLabel = words.letters;
    button.ariaPressed = String(plane > 0);
    return button;
  };
  draw();
  return keys;
}

function key(label, onclick, more = '') {
  return h('button', { type: 'button', className: `key ${more}`, onclick }, label);
}
