// The window of the chat: its head, its menu, what stands between, and how it sits on a desk or a phone.

import { h, icon, ICONS } from '../dom.js';
import { Composer } from './composer.js';
import { Turns } from './turns.js';

const PHONE = matchMedia('(max-width: 520px), (max-height: 420px)');

export class Panel {
  #words;
  #menu = h('div', { className: 'menu', role: 'menu', hidden: true });
  #strip = h('p', { className: 'strip', role: 'status' });
  #lost = h('p', { className: 'lost', role: 'status' });
  #state = h('p', { className: 'state' });
  #foot = h('div', { className: 'foot' });

  constructor(website, act) {
    this.website = website;
    this.act = act;
    this.#words = website.words;
    this.turns = new Turns(this.#words, act);
    this.composer = new Composer(this.#words, website, act);
    this.title = h('h2', { id: 'title', tabIndex: -1 }, website.title);
    this.person = h('button', { type: 'button', className: 'person', onclick: () => act.person() },
      icon(ICONS.person, 18), h('span', {}, this.#words.person));
    this.more = this.#round(ICONS.more, this.#words.more, () => this.#toggle(), { 'aria-haspopup': 'menu', 'aria-expanded': 'false', className: 'round more' });
    this.element = h('section', { className: 'panel', id: 'panel', role: 'dialog', 'aria-labelledby': 'title', hidden: true, onkeydown: (event) => this.#key(event) },
      h('div', { className: 'head' },
        h('span', { className: 'mark', ariaHidden: 'true' }, [...website.title][0] ?? ''),
        h('div', { className: 'heading' }, this.title, this.#state),
        this.person, this.more,
        this.#round(ICONS.down, this.#words.close, () => act.hide())),
      this.#menu, this.#lost, this.#strip, this.turns.element, this.#foot);
    this.#foot.append(this.composer.element);
    this.#fillMenu();
    PHONE.addEventListener('change', () => this.#sit());
    visualViewport?.addEventListener('resize', () => this.#sit());
    visualViewport?.addEventListener('scroll', () => this.#sit());
    this.turns.element.addEventListener('scroll', () => (this.away = !this.#atEnd()), { passive: true });
  }

  show() {
    this.element.hidden = false;
    this.#sit();
    this.#toEnd();
    // On a phone the keyboard would cover what is said: it comes when somebody wants to write.
    (PHONE.matches ? this.title : this.composer).focus({ preventScroll: true });
  }

  hide() {
    this.element.hidden = true;
    this.#toggle(false);
    document.documentElement.style.removeProperty('overflow');
  }

  draw(talk, news) {
    const words = this.#words;
    const { owner, agent, position, minutes } = talk.contact ?? {};
    const latest = [...talk.turns.values()].sort((a, b) => a.number - b.number).findLast((turn) => turn.screen);
    this.turns.draw(talk);
    this.person.hidden = talk.over || owner === 'queue' || owner === 'staff';
    this.#state.textContent = owner === 'staff' ? words.here.replace('{name}', agent) : owner === 'queue' ? words.soon : words.assistant;
    this.element.classList.toggle('staffed', owner === 'staff' && !talk.over);
    const place = position === 1 ? words.next : words.position.replace('{position}', position);
    const about = minutes && words.minutes[minutes === 1 ? 0 : 1].replace('{n}', minutes);
    this.#tell(this.#strip, owner === 'queue' && position && !talk.over ? [place, about].filter(Boolean).join(' ') : '');
    this.#tell(this.#lost, talk.lost && !talk.over ? words.lost : '');
    if (talk.over) this.#end();
    else if (!this.composer.element.isConnected) this.#foot.replaceChildren(this.composer.element);
    const field = owner !== 'staff' && latest && ![...talk.turns.values()].some((turn) => turn.by === 'customer' && turn.number > latest.number) ? latest.screen.field : null;
    this.composer.show(field ?? null);
    if (!this.away || (news && talk.queue.length)) this.#toEnd();
  }

  trouble(text) {
    const made = h('p', { className: 'trouble', role: 'alert' }, text);
    this.#foot.querySelector('.trouble')?.remove();
    this.#foot.prepend(made);
    setTimeout(() => made.remove(), 8000);
  }

  unreachable(retry) {
    this.#foot.replaceChildren(h('div', { className: 'over' }, h('p', { role: 'alert' }, this.#words.unreachable),
      h('button', { type: 'button', className: 'option', onclick: retry }, this.#words.retry)));
  }

  // -- inside

  #end() {
    if (this.#foot.querySelector('.over')) return;
    this.#foot.replaceChildren(h('div', { className: 'over' }, h('p', { role: 'status' }, this.#words.ended),
      h('button', { type: 'button', className: 'option', onclick: () => this.act.again() }, this.#words.again)));
  }

  #tell(place, text) {
    if (place.textContent !== text) place.textContent = text;
  }

  #round(path, label, onclick, more = {}) {
    return h('button', { type: 'button', className: 'round', ariaLabel: label, title: label, onclick, ...more }, icon(path));
  }

  #fillMenu() {
    const words = this.#words;
    const item = (label, onclick, more = {}) =>
      h('button', { type: 'button', role: 'menuitem', tabIndex: -1, onclick: () => (this.#toggle(false), this.more.focus(), onclick()), ...more }, label);
    this.#menu.replaceChildren(
      item(words.repeat, () => this.act.ask('repeat')),
      item(words.back, () => this.act.ask('back')),
      item(words.mine, () => this.act.mine()),
      h('div', { role: 'group', ariaLabel: words.language, className: 'tongues' },
        h('p', { ariaHidden: 'true' }, words.language),
        this.website.languages.map(({ tag, name }) =>
          item(name, () => this.act.speak(tag), { lang: tag, role: 'menuitemradio', ariaChecked: String(tag === this.website.language) }))),
      item(words.end, () => this.act.end(), { className: 'quiet' }),
    );
  }

  #toggle(open = this.#menu.hidden) {
    this.#menu.hidden = !open;
    this.more.ariaExpanded = String(open);
    if (open) this.#menu.querySelector('button').focus();
  }

  #key(event) {
    const items = [...this.#menu.querySelectorAll('button')];
    const at = items.indexOf(this.element.getRootNode().activeElement);
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (this.#menu.hidden) return this.act.hide();
      this.#toggle(false);
      this.more.focus();
    } else if (at >= 0 && ['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) {
      event.preventDefault();
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
      items.at(to % items.length).focus();
    } else if (event.key === 'Tab') {
      if (at >= 0) this.#toggle(false);
      if (PHONE.matches) this.#stay(event);
    }
  }

  // The chat fills a phone: then the keyboard stays within it.
  #stay(event) {
    const all = [...this.element.querySelectorAll('button, a, input, textarea, [tabindex="0"]')]
      .filter((one) => !one.hidden && one.offsetParent && one.tabIndex >= 0);
    const here = this.element.getRootNode().activeElement;
    const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
    if (here === from || here === this.title) {
      event.preventDefault();
      to.focus();
    }
  }

  #sit() {
    if (this.element.hidden) return;
    const phone = PHONE.matches;
    this.element.ariaModal = phone ? 'true' : null;
    document.documentElement.style.overflow = phone ? 'hidden' : '';
    // With its keyboard out, a phone shows less than the page is high.
    const { height, offsetTop } = visualViewport ?? { height: innerHeight, offsetTop: 0 };
    this.element.style.height = phone ? `${height}px` : '';
    this.element.style.top = phone ? `${offsetTop}px` : '';
    if (!this.away) this.#toEnd();
  }

  #atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.turns.element;
    return scrollHeight - scrollTop - clientHeight < 60;
  }

  #toEnd() {
    this.away = false;
    this.turns.element.scrollTop = this.turns.element.scrollHeight;
  }
}
