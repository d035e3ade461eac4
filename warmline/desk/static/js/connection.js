// One WebSocket that comes back by itself: says hello with what is shown, passes on what is pushed.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;
const SIGNED_OUT = 4401;
const GONE = 4404;

// `shown` gives what is on the screen, `take` gets each push, `tell` whether it is connected. Returns a way to speak, which tells whether it was heard.
export function connect(path, { shown, take, tell }) {
  let socket;
  let wait = FIRST_WAIT;

  function open() {
    const address = new URL(path, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(address);
    socket.addEventListener("open", () => {
      wait = FIRST_WAIT;
      socket.send(JSON.stringify({ shown: shown() }));
      tell(true);
    });
    socket.addEventListener("message", (event) => take(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => {
      if (event.code === SIGNED_OUT || event.code === GONE) { location.reload(); return; }
      tell(false);
      setTimeout(open, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  }

  addEventListener("pagehide", () => socket.close(), { once: true });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  open();
  return (words) => {
    if (socket.readyState !== WebSocket.OPEN) return false;
    socket.send(words);
    return true;
  };
}
