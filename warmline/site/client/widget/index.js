// The chat on somebody's page. One script tag is enough:
//
//   <script src="https://service.example.com/widget.js" data-website="isla" async></script>
//
// or, as pages of other chats do it, warmline.run({ baseUrl, websiteToken }) and warmline.setUser(id, { … }).

import { h, icon, ICONS } from '../dom.js';
import { Talk } from '../talk.js';
import { Panel } from './panel.js';
import { Store } from './store.js';
import css from 'styles';

class Widget {
  #host = h('div', { id: 'warmline' });
  #root = this.#host.attachShadow({ mode: 'open' });
  #wrap = h('div', { className: 'w' });
  #talk = null;
  #panel = null;
  #website = null;
  #visitor = undefined; // until the page has said who is there
  #unread = false;

  constructor({ baseUrl, websiteToken, language = '', flow = '', theme = 'auto', side = 'end', hidden = false }) {
    this.base = new URL(baseUrl, location.href).href.replace(/\/$/, '');
    this.name = websiteToken;
    this.given = { language, flow };
    this.store = new Store(websiteToken);
    this.#wrap.dataset.theme = theme;
    this.#wrap.dataset.side = side;
    this.#wrap.hidden = hidden;
    this.launch = h('button', { type: 'button', className: 'launch', 'aria-expanded': 'false', 'aria-controls': 'panel', onclick: () => this.toggle() },
      icon(ICONS.chat, 26));
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.append(this.#wrap);
    this.#wrap.append(this.launch);
  }

  async start() {
    const { language } = await this.store.find(this.#visitor?.id);
    await this.#learn(language || this.given.language);
    document.body.append(this.#host);
    const saved = this.store.read(); // somebody else may have signed in meanwhile
    if (saved.contact) await this.#resume(saved);
    if (saved.open && this.#talk) this.show();
  }

  setUser(id, { identifier_hash: hash = '', signed_at: at = 0, page = '' } = {}) {
    const user = String(id ?? '');
    const before = this.store.read().user ?? '';
    this.#visitor = { id: user, identifier_hash: hash, signed_at: Number(at) || 0, page };
    this.store.write({ user });
    // A conversation belongs to who began it: somebody else gets one of their own.
    if (before !== user && (before || this.#talk)) this.#forget();
  }

  reset() {
    this.setUser('');
    this.#forget();
    this.hide();
  }

  async toggle() {
    return this.#panel?.element.hidden === false ? this.hide() : this.show();
  }

  async show() {
    this.#wrap.hidden = false;
    if (!this.#website) await this.#learn(this.given.language);
    if (!this.#website) return;
    if (!this.#panel) this.#draw();
    this.#panel.show();
    this.#unread = false;
    this.#label();
    this.store.write({ open: true });
    if (!this.#talk) await this.#begin();
  }

  hide() {
    if (!this.#panel || this.#panel.element.hidden) return;
    this.#panel.hide();
    this.store.write({ open: false });
    this.#label();
    this.launch.focus();
  }

  async speak(tag) {
    this.store.write({ language: tag });
    if (this.#talk && !this.#talk.over) this.#talk.send({ kind: 'asked', what: 'language', language: tag });
    await this.#learn(tag);
  }

  // -- inside

  async #learn(language) {
    try {
      const answer = await fetch(`${this.base}/chat/websites/${encodeURIComponent(this.name)}?language=${encodeURIComponent(language)}`,
        { credentials: 'omit', referrerPolicy: 'no-referrer' });
      if (!answer.ok) throw new Error((await answer.json()).detail ?? answer.status);
      this.#website = await answer.json();
    } catch (error) {
      console.warn(`Warmline: the chat ${this.name} at ${this.base} cannot be used here: ${error.message}`);
      return;
    }
    this.#wrap.lang = this.#website.language;
    if (this.#panel) this.#draw();
    this.#label();
  }

  async #begin() {
    const talk = new Talk(this.base);
    const language = this.store.read().language || this.given.language;
    try {
      await talk.begin({ website: this.name, language, flow: this.given.flow, visitor: this.#visitor });
    } catch {
      talk.close();
      this.#panel.unreachable(() => this.#begin());
      return;
    }
    this.#use(talk);
  }

  async #resume(saved) {
    const talk = new Talk(this.base);
    try {
      await talk.resume(saved);
      this.#use(talk);
    } catch (error) {
      talk.close();
      if (error.status === 404) this.store.forget();
      else if (!error.status) setTimeout(() => this.#talk || this.#resume(saved), 3000);
    }
  }

  #use(talk) {
    this.#talk = talk;
    talk.addEventListener('change', ({ detail }) => this.#changed(detail.news));
    talk.addEventListener('gone', () => (this.#forget(), this.#panel?.element.hidden === false && this.#begin()));
    this.#changed(false);
  }

  #changed(news) {
    const talk = this.#talk;
    if (!talk?.contact) return;
    this.store.write({ ...talk.saved });
    const { language } = talk.contact;
    if (language && language !== this.#website.language && language !== this.learning) {
      this.learning = language;
      this.#learn(language);
    }
    this.#panel?.draw(talk, news);
    if (news && !this.#shown) this.#unread = true;
    this.#label();
  }

  get #shown() {
    return this.#panel?.element.hidden === false;
  }

  #label() {
    const { words } = this.#website ?? {};
    if (!words) return;
    this.launch.ariaLabel = this.#unread ? `${words.open} (${words.new})` : words.open;
    this.launch.classList.toggle('unread', this.#unread);
    this.launch.ariaExpanded = String(Boolean(this.#shown));
    this.#wrap.classList.toggle('open', Boolean(this.#shown));
  }

  #forget() {
    this.#talk?.close();
    this.#talk = null;
    this.store.forget();
    if (this.#panel) this.#draw();
  }

  #draw() {
    const shown = this.#shown;
    const focused = shown && this.#panel.element.contains(this.#root.activeElement);
    this.#panel?.element.remove();
    this.#panel = new Panel(this.#website, {
      hide: () => this.hide(),
      types: () => this.#types(),
      trouble: (text) => this.#panel.trouble(text),
      say: (text, { secret }) => this.#talk?.send({ kind: 'said', text }, secret ? '••••••' : text, { secret }),
      choose: (one) => this.#choose(one),
      person: () => this.#talk?.send({ kind: 'asked', what: 'person' }, this.#website.words.person),
      ask: (what) => this.#talk?.send({ kind: 'asked', what }),
      attach: (file) => this.#talk?.attach(file),
      open: (file) => this.#open(file),
      speak: (tag) => this.speak(tag),
      mine: () => this.#mine(),
      end: () => this.#talk?.leave(),
      again: () => (this.#forget(), this.#begin()),
    });
    this.#wrap.prepend(this.#panel.element);
    if (this.#talk) this.#panel.draw(this.#talk, false);
    if (shown) this.#panel.element.hidden = false;
    if (focused) this.#panel.show();
  }

  #choose(one) {
    const always = ['repeat', 'back', 'language'].includes(one.kind);
    this.#talk?.send(always ? { kind: 'asked', what: one.kind } : { kind: 'chose', option: one.name }, one.label);
    this.#panel.composer.focus();
  }

  #types() {
    if (Date.now() - (this.typed ?? 0) < 3000) return;
    this.typed = Date.now();
    this.#talk?.types();
  }

  async #open(file) {
    const address = URL.createObjectURL(await this.#talk.file(file.file));
    h('a', { href: address, download: file.title }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  async #mine() {
    try {
      const { url } = await this.#talk.page();
      window.open(new URL(url, `${this.base}/`).href, '_blank', 'noopener,noreferrer');
    } catch {
      this.#panel.trouble(this.#website.words.unverified);
    }
  }
}

let widget = null;
let user = null;

function run(options) {
  if (widget) return;
  widget = new Widget(options);
  if (user) widget.setUser(...user);
  const start = () => widget.start();
  if (document.body) start();
  else document.addEventListener('DOMContentLoaded', start, { once: true });
}

window.warmline = {
  run,
  setUser: (...given) => (widget ? widget.setUser(...given) : (user = given)),
  reset: () => widget?.reset(),
  show: () => widget?.show(),
  hide: () => widget?.hide(),
  language: (tag) => widget?.speak(tag),
};

const tag = document.currentScript;
if (tag?.dataset.website) {
  const { website, base, user: id, hash, signedAt, page, ...rest } = tag.dataset;
  if (id !== undefined) user = [id, { identifier_hash: hash, signed_at: signedAt, page }];
  run({ baseUrl: base || new URL(tag.src).origin, websiteToken: website, ...rest, hidden: 'hidden' in tag.dataset });
}
window.dispatchEvent(new Event('warmline:ready'));
