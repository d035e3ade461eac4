// Where the customer answers: a line to write in that becomes what is asked for, a number pad, a calendar, a hidden line.

import { h, icon, ICONS } from '../dom.js';

const FIELDS = {
  digits: { inputMode: 'numeric', autocomplete: 'off' },
  account: { inputMode: 'numeric', autocomplete: 'off' },
  code: { inputMode: 'numeric', autocomplete: 'one-time-code' },
  amount: { inputMode: 'decimal', autocomplete: 'off' },
  date: { type: 'date' },
  phone: { type: 'tel', autocomplete: 'tel' },
  email: { type: 'email', autocomplete: 'email' },
  name: { autocomplete: 'name' },
  postcode: { autocomplete: 'postal-code' },
};
const LONGEST = 10000;

export class Composer {
  #field = '';
  #input;
  #hint = h('p', { className: 'hint', id: 'hint', hidden: true });
  #line = h('div', { className: 'line' });
  #file = h('input', { type: 'file', hidden: true, tabIndex: -1, onchange: () => this.#attach() });

  constructor(words, website, act) {
    this.words = words;
    this.website = website;
    this.act = act;
    this.#file.accept = website.kinds.join(',');
    this.element = h('form', { className: 'composer', noValidate: true, onsubmit: (event) => this.#send(event) },
      this.#hint, this.#line, this.#file);
    this.#draw(null);
  }

  // `field` is what the latest prompt asks for, or null for words. What is half written stays.
  show(field) {
    const key = JSON.stringify(field ?? null);
    if (key === this.#field) return;
    this.#draw(field);
    this.#field = key;
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  #draw(field) {
    const before = this.#input?.type !== 'password' ? (this.#input?.value ?? '') : '';
    const focused = this.#input && this.#input.getRootNode().activeElement === this.#input;
    this.asked = field;
    const example = field?.example ? this.words.example.replace('{example}', field.example) : '';
    this.#hint.textContent = example;
    this.#hint.hidden = !example;
    const shared = {
      ariaLabel: field ? this.words.answer : this.words.message,
      'aria-describedby': example ? 'hint' : undefined,
      enterKeyHint: 'send',
      oninput: () => this.#typed(),
    };
    const special = field && FIELDS[field.kind];
    this.#input = special || field?.secret
      ? h('input', {
        type: 'text', ...special, ...shared, className: 'entry',
        ...(field.secret ? { type: 'password', autocomplete: field.kind === 'code' ? 'one-time-code' : 'off' } : {}),
        maxLength: field.length || 200, placeholder: this.words.answer,
      })
      : h('textarea', {
        ...shared, className: 'entry', rows: 1, placeholder: field ? this.words.answer : this.words.write,
        onkeydown: (event) => this.#key(event),
      });
    if (!special) this.#input.dir = 'auto';
    if (!field && before) this.#input.value = before;
    this.#line.replaceChildren(
      ...(this.website.most_bytes && !field
        ? [h('button', { type: 'button', className: 'round', ariaLabel: this.words.attach, title: this.words.attach, onclick: () => this.#file.click() }, icon(ICONS.clip))]
        : []),
      this.#input,
      h('button', { type: 'submit', className: 'round send', ariaLabel: this.words.send, title: this.words.send }, icon(ICONS.send)),
    );
    if (focused) this.focus();
    this.#typed();
  }

  #typed() {
    const full = Boolean(this.#input.value.trim());
    this.element.classList.toggle('full', full);
    if (this.#input.localName === 'textarea') {
      this.#input.style.height = 'auto';
      this.#input.style.height = `${Math.min(this.#input.scrollHeight, 132)}px`;
    }
    if (full && !this.asked?.secret) this.act.types();
  }

  #key(event) {
    // Enter sends, but not the one that picks a word while writing Chinese or Thai.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.element.requestSubmit();
    }
  }

  #send(event) {
    event.preventDefault();
    const text = this.#input.value.trim();
    if (!text) return this.focus();
    if (text.length > LONGEST) return this.act.trouble(this.words.long);
    const secret = Boolean(this.asked?.secret);
    this.#input.value = '';
    this.#typed();
    this.act.say(text, { secret });
    this.focus();
  }

  #attach() {
    const [file] = this.#file.files;
    this.#file.value = '';
    if (!file) return;
    const { most_bytes: most, kinds } = this.website;
    if (file.size > most) return this.act.trouble(this.words.large.replace('{megabytes}', Math.floor(most / 1048576)));
    if (!kinds.includes(file.type) && !file.type.startsWith('text/')) return this.act.trouble(this.words.kind);
    this.act.attach(file);
  }
}
