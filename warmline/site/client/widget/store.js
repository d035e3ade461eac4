// What survives a change of page: in this tab's session storage, and asked of other tabs of the site.

const PATIENCE = 120; // milliseconds that other tabs have to answer

export class Store {
  #name;
  #memory = {};
  #channel = null;

  constructor(website) {
    this.#name = `warmline:${website}`;
    if ('BroadcastChannel' in window) {
      this.#channel = new BroadcastChannel(this.#name);
      this.#channel.addEventListener('message', ({ data }) => {
        const { contact, token, user } = this.read();
        if (data === 'who' && contact) this.#channel.postMessage({ contact, token, user });
      });
    }
  }

  read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#name)) ?? this.#memory;
    } catch {
      return this.#memory; // storage is switched off, or not ours
    }
  }

  write(changes) {
    this.#memory = { ...this.read(), ...changes };
    try {
      sessionStorage.setItem(this.#name, JSON.stringify(this.#memory));
    } catch {
      // then it lasts as long as the page
    }
  }

  forget() {
    this.write({ contact: undefined, token: undefined, queue: undefined });
  }

  // The contact of this tab, or of another one: two tabs of one customer are one conversation. Where the page has said
  // who is there, nobody else's is found.
  async find(user) {
    const own = this.read();
    if (own.contact || !this.#channel) return own;
    const other = await new Promise((done) => {
      const heard = ({ data }) => data?.contact && done(data);
      this.#channel.addEventListener('message', heard);
      this.#channel.postMessage('who');
      setTimeout(() => (this.#channel.removeEventListener('message', heard), done(null)), PATIENCE);
    });
    if (other && (user === undefined || (other.user ?? '') === user)) this.write(other);
    return this.read();
  }
}
