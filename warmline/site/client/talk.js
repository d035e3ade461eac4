// One contact with Warmline: begun, kept up to date, gone on with. Draws nothing.
//
// What the customer does is queued under a key of its own and sent until it has arrived, so that a lost connection
// loses nothing and says nothing twice. News come over a WebSocket, or by asking again where none gets through.

const SLOWEST = 15000;
const SILENT = 45000; // the server says something every 20 seconds
export const UNSENT = 'unsent'; // why an input failed that was still queued when the contact ended

export const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((one) => one.toString(16).padStart(2, '0')).join('');

const pause = (milliseconds, signal) =>
  new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });

export class Talk extends EventTarget {
  turns = new Map();
  queue = [];
  contact = null;
  typing = [];
  lost = false;
  #token = '';
  #socket = null;
  #sending = false;
  #tries = 0;
  #stop = new AbortController();
  #nudge = new AbortController();
  #watch = 0;
  #losing = 0;
  #opened = false;

  constructor(base) {
    super();
    this.base = base;
    this.#listen(window, 'online', () => this.#hurry());
    this.#listen(document, 'visibilitychange', () => document.hidden || this.#hurry());
  }

  get saved() {
    // What was typed into a secret field stays in memory only.
    const queue = this.queue.filter((one) => !one.secret && !one.file);
    return this.contact && { contact: this.contact.name, token: this.#token, queue };
  }

  get after() {
    return Math.max(0, ...this.turns.keys());
  }

  get over() {
    return this.contact?.state === 'ended';
  }

  async begin(body) {
    const now = await this.#ask('/chat/contacts', { method: 'POST', body: JSON.stringify(body) });
    this.#token = now.token;
    this.#merge(now);
    this.#follow();
  }

  async resume(saved) {
    this.#token = saved.token;
    this.contact = { name: saved.contact, state: 'open', owner: 'flow' };
    this.#merge(await this.#ask(`${this.#path}/turns?after=0`));
    this.queue = saved.queue ?? [];
    this.#follow();
    this.#drain();
  }

  send(input, shown, { secret = false } = {}) {
    this.#enqueue({ key: newKey(), input, shown, secret, seen: this.after });
  }

  attach(file) {
    this.#enqueue({ key: newKey(), file, shown: file.name });
  }

  again(item) {
    delete item.failed;
    this.#drain();
  }

  drop(item) {
    this.queue = this.queue.filter((one) => one !== item);
    this.#changed();
  }

  types() {
    if (this.#socket?.readyState === 1) this.#socket.send('{"typing":true}');
  }

  async leave() {
    await this.#ask(`${this.#path}/leave`, { method: 'POST' }).catch(() => {});
    this.#ended();
  }

  async file(name) {
    const answer = await this.#fetch(`${this.#path}/files/${name}`);
    return answer.blob();
  }

  page() {
    return this.#ask(`${this.#path}/page`, { method: 'POST' });
  }

  close() {
    this.#stop.abort();
    clearTimeout(this.#watch);
    this.#socket?.close();
  }

  // -- sending

  get #path() {
    return `/chat/contacts/${this.contact.name}`;
  }

  #enqueue(item) {
    this.queue.push(item);
    this.#changed();
    this.#drain();
  }

  async #drain() {
    if (this.#sending) return;
    this.#sending = true;
    for (let tries = 0; !this.#stop.signal.aborted; ) {
      const item = this.queue.find((one) => !one.failed);
      if (!item) break;
      try {
        item.flying = true;
        const now = await this.#deliver(item);
        this.queue = this.queue.filter((one) => one !== item);
        tries = 0;
        this.#reached(true);
        this.#merge(now);
      } catch (error) {
        item.flying = false;
        if (error.status === 404 || error.status === 401) return this.#gone();
        if (error.status === 409 && (!item.file || this.over)) return this.#ended();
        if (error.status >= 400 && error.status < 500 && error.status !== 429) {
          item.failed = error.status;
          this.#changed();
          continue;
        }
        if (!error.status) this.#reached(false);
        item.fast = error.status === 429;
        this.#changed();
        await this.#wait(Math.max(error.after ?? 0, 500 * 2 ** tries++));
      }
    }
    this.#sending = false;
  }

  #deliver({ key, input, file, seen }) {
    if (!file) {
      const body = JSON.stringify({ key, ...input, after: this.after, seen });
      return this.#ask(`${this.#path}/inputs`, { method: 'POST', body });
    }
    const query = new URLSearchParams({ key, name: file.name, after: this.after });
    return this.#ask(`${this.#path}/files?${query}`, { method: 'POST', body: file, type: 'application/octet-stream' });
  }

  async #ask(path, options) {
    const answer = await this.#fetch(path, options);
    return answer.status === 204 ? null : answer.json();
  }

  async #fetch(path, { type = 'application/json', ...options } = {}) {
    const headers = { accept: 'application/json' };
    if (this.#token) headers.authorization = `Bearer ${this.#token}`;
    if (options.body) headers['content-type'] = type;
    const answer = await fetch(this.base + path, {
      ...options, headers, credentials: 'omit', referrerPolicy: 'no-referrer', signal: this.#stop.signal,
    });
    if (!answer.ok) {
      const after = 1000 * Number(answer.headers.get('retry-after') || 0);
      throw Object.assign(new Error(`${answer.status}`), { status: answer.status, after });
    }
    return answer;
  }

  // -- hearing

  async #follow() {
    while (!this.#stop.signal.aborted && !this.over) {
      const before = this.#opened;
      await this.#listenOnce();
      if (this.#stop.signal.aborted || this.over) return;
      // A socket that never opened may be kept out on the way: asking gets through then.
      if (!before && !this.#opened) await this.#askForNews();
      await this.#wait(400 * 2 ** this.#tries++ * (0.75 + Math.random() / 2));
    }
  }

  #listenOnce() {
    return new Promise((done) => {
      const address = `${new URL(this.base, location.href).href.replace(/^http/, 'ws').replace(/\/$/, '')}/chat/live`;
      let socket;
      try {
        socket = this.#socket = new WebSocket(address);
      } catch {
        return done();
      }
      socket.onopen = () => {
        const { name: contact } = this.contact;
        socket.send(JSON.stringify({ contact, token: this.#token, after: this.after }));
      };
      socket.onmessage = ({ data }) => {
        this.#opened = true;
        this.#tries = 0;
        this.#reached(true);
        this.#alive(socket);
        const now = JSON.parse(data);
        if (now.contact) this.#merge(now);
      };
      socket.onclose = ({ code }) => {
        clearTimeout(this.#watch);
        if (code === 4404) this.#gone();
        else if (code === 4410) this.#ended();
        else if (!this.#stop.signal.aborted) this.#reached(false);
        done();
      };
      this.#alive(socket);
    });
  }

  #alive(socket) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => socket.close(), SILENT);
  }

  async #askForNews() {
    try {
      this.#merge(await this.#ask(`${this.#path}/turns?after=${this.after}&wait=20`));
      this.#tries = 0;
      this.#reached(true);
    } catch (error) {
      if (error.status === 404) this.#gone();
    }
  }

  #merge(now) {
    const known = this.turns.size;
    for (const turn of now.turns) {
      if (this.turns.has(turn.number)) continue;
      this.turns.set(turn.number, turn);
      // What was just sent comes back as a turn, perhaps before the answer does: it is not shown twice.
      if (turn.by === 'customer') {
        const flying = this.queue.find((one) => one.flying && !one.echoed);
        if (flying) flying.echoed = true;
      }
    }
    if (!this.contact?.turns || now.contact.turns >= this.contact.turns) this.contact = now.contact;
    this.typing = now.typing ?? [];
    if (this.over && !this.#sending) this.#keepUnsent();
    this.#changed(this.turns.size > known);
  }

  #reached(now) {
    if (now) {
      clearTimeout(this.#losing);
      this.#losing = 0;
      this.lost = false;
      this.#changed();
    } else {
      // Pages that are left, and short gaps, are not worth a word.
      this.#losing ||= setTimeout(() => {
        this.lost = true;
        this.#changed();
      }, 1500);
    }
  }

  #gone() {
    this.#sending = false;
    this.close();
    this.dispatchEvent(new Event('gone'));
  }

  #ended() {
    this.#sending = false;
    if (this.contact) this.contact.state = 'ended';
    this.#keepUnsent();
    this.#changed();
  }

  // What had not arrived when the conversation ended is shown as such: nobody should think that it was read.
  #keepUnsent() {
    this.queue = this.queue.filter((item) => !item.echoed);
    for (const item of this.queue) Object.assign(item, { flying: false, failed: UNSENT });
  }

  #changed(news = false) {
    this.dispatchEvent(new CustomEvent('change', { detail: { news } }));
  }

  #wait(milliseconds) {
    return pause(Math.min(milliseconds, SLOWEST), this.#nudge.signal);
  }

  #hurry() {
    this.#tries = 0;
    this.#nudge.abort();
    this.#nudge = new AbortController();
  }

  #listen(target, name, heard) {
    target.addEventListener(name, heard, { signal: this.#stop.signal });
  }
}
