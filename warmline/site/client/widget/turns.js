// Draws what was said: bubbles, receipts, files, and the options of the latest prompt.

import { h, icon, ICONS, link, withLinks } from '../dom.js';
import { UNSENT } from '../talk.js';

export class Turns {
  #drawn = new Map();
  #speaker = '';
  #list = h('div', { className: 'turns' });
  #pending = h('div', { className: 'pending' });
  #options = h('div', { className: 'options', role: 'group' });
  #typing = h('div', { className: 'typing', hidden: true }, h('i'), h('i'), h('i'), h('span', { className: 'unseen' }));

  constructor(words, act) {
    this.words = words;
    this.act = act;
    this.element = h('div', { className: 'log', role: 'log', ariaLive: 'polite', tabIndex: 0 },
      this.#list, this.#pending, this.#typing, this.#options);
  }

  clear() {
    this.#drawn.clear();
    this.#speaker = '';
    this.#list.replaceChildren();
    this.#options.replaceChildren();
  }

  draw(talk) {
    const turns = [...talk.turns.values()].sort((a, b) => a.number - b.number);
    for (const turn of turns) {
      if (!this.#drawn.has(turn.number)) {
        const made = this.#turn(turn);
        this.#drawn.set(turn.number, made);
        if (made) this.#list.append(made);
      }
    }
    const waiting = talk.queue.filter((item) => !item.echoed && item.shown);
    this.#pending.replaceChildren(...waiting.map((item) => this.#waiting(item, talk)));
    const latest = turns.findLast((turn) => turn.screen || turn.by === 'customer');
    this.#offer(talk, waiting.some((item) => !item.failed) || talk.over ? null : latest?.screen);
    const agent = talk.typing.includes('agent');
    const busy = waiting.some((item) => item.flying) && talk.contact?.owner === 'flow';
    this.#typing.hidden = !(agent || busy) || talk.lost;
    this.#typing.lastChild.textContent = agent
      ? this.words.writing.replace('{name}', talk.contact.agent || '')
      : this.words.moment;
  }

  #turn(turn) {
    const speaker = turn.by === 'agent' ? turn.name : turn.by;
    const first = speaker !== this.#speaker;
    this.#speaker = speaker;
    const bubbles = turn.screen ? this.#screen(turn.screen) : this.#plain(turn);
    if (!bubbles.length) return null;
    return h(
      'div',
      { className: `turn ${turn.by}${first ? ' first' : ''}`, lang: turn.screen?.language || turn.language || undefined },
      first && turn.by === 'agent'
        ? h('p', { className: 'name' }, h('span', { className: 'face', ariaHidden: 'true' }, [...turn.name][0] ?? ''), turn.name)
        : h('span', { className: 'unseen' }, `${turn.by === 'customer' ? this.words.you : turn.name || this.words.assistant}: `),
      ...bubbles,
    );
  }

  #plain(turn) {
    if (turn.file) return [this.#file(turn.file)];
    const asked = turn.by === 'customer' && { person: this.words.person, repeat: this.words.repeat, back: this.words.back, language: '' };
    const text = (asked?.[turn.text] ?? turn.text) || turn.keys;
    return text ? [this.#bubble(turn.by === 'customer' ? dated(text, turn.language) : text)] : [];
  }

  #screen(screen) {
    const made = (screen.texts ?? []).map((text) => this.#bubble(text));
    // What was done stands before the question that follows it.
    const at = made.length > 1 && screen.options?.length > 1 ? -1 : made.length;
    if (screen.receipt?.length) made.splice(at, 0, this.#receipt(screen.receipt));
    return made;
  }

  #bubble(text) {
    return h('p', { className: 'bubble', dir: 'auto' }, ...withLinks(text, this.words.elsewhere));
  }

  #receipt(lines) {
    return h('table', { className: 'receipt' },
      h('caption', {}, icon(ICONS.check, 16), this.words.done),
      h('tbody', {}, lines.map(([label, value]) =>
        h('tr', {}, h('th', { scope: 'row' }, label), h('td', { dir: 'auto' }, value)))));
  }

  #file(file) {
    const size = file.bytes < 1e6 ? `${Math.ceil(file.bytes / 1000)} kB` : `${(file.bytes / 1e6).toFixed(1)} MB`;
    return h('button', { className: 'bubble file', type: 'button', onclick: () => this.act.open(file) },
      icon(ICONS.clip, 18), h('span', { dir: 'auto' }, file.title), h('small', {}, size));
  }

  #waiting(item, talk) {
    const made = h('div', { className: 'turn customer first' },
      h('span', { className: 'unseen' }, `${this.words.you}: `),
      h('p', { className: 'bubble', dir: 'auto' }, dated(item.shown, talk.contact?.language)));
    if (item.failed === UNSENT) {
      made.append(h('p', { className: 'trouble', role: 'alert' }, this.words.unsent));
    } else if (item.failed) {
      const why = { 413: item.file ? this.words.large : this.words.long, 415: this.words.kind }[item.failed];
      made.append(h('p', { className: 'trouble', role: 'alert' }, why ?? this.words.failed, ' ',
        why ? h('button', { type: 'button', onclick: () => talk.drop(item) }, this.words.ok)
          : h('button', { type: 'button', onclick: () => talk.again(item) }, this.words.retry)));
    } else if (talk.lost || item.fast) {
      made.append(h('p', { className: 'note' }, item.fast ? this.words.fast : this.words.waiting));
    }
    return made;
  }

  #offer(talk, screen) {
    const options = (screen?.options ?? []).filter((one) => one.kind !== 'person');
    const drawn = JSON.stringify(options);
    if (this.#options.dataset.drawn === drawn) return;
    this.#options.dataset.drawn = drawn;
    this.#options.ariaLabel = screen?.texts?.at(-1) ?? '';
    this.#options.lang = screen?.language ?? '';
    this.#options.replaceChildren(...options.map((one) => this.#option(one)));
  }

  #option(one) {
    if (one.kind === 'link') {
      const made = link(one.link, one.label, this.words.elsewhere, icon(ICONS.away, 16));
      made.classList.add('option');
      return made;
    }
    return h('button', { type: 'button', className: `option ${one.kind ?? ''}`, dir: 'auto', onclick: () => this.act.choose(one) },
      one.label);
  }
}

// A day that was picked goes over the wire as 2026-12-02, and is read as people write it.
function dated(text, language) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const day = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return text;
  const main = (tag) => tag?.split('-')[0];
  const place = navigator.languages.find((one) => main(one) === main(language)) ?? language;
  return new Intl.DateTimeFormat(place, { dateStyle: 'long', timeZone: 'UTC' }).format(day);
}
