// Says without shouting that somebody waits for an answer: a number in the title, a soft sound for whoever wants it.

const WANTED = "sound";
const title = document.title;
let before = null; // nothing is new to whoever has just opened the page
let audio;

export function listen(button) {
  const show = () => button.setAttribute("aria-pressed", String(localStorage.getItem(WANTED) === "on"));
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    localStorage.setItem(WANTED, localStorage.getItem(WANTED) === "on" ? "off" : "on");
    show();
    if (localStorage.getItem(WANTED) === "on") ring();
  });
}

// After each push: how much customers have said that was not looked at, how much colleagues ask.
export function notice(said, asked) {
  const now = said + asked;
  if (before !== null && now > before && localStorage.getItem(WANTED) === "on") ring();
  before = now;
  document.title = said ? `(${said}) ${title}` : title;
}

// Two quiet tones, the second a fifth above the first. A browser plays nothing before somebody has touched the page.
function ring() {
  if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return;
  audio ??= new AudioContext();
  [440, 660].forEach((pitch, at) => {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    const from = audio.currentTime + at * 0.16;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.05, from + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0005, from + 0.45);
    tone.connect(volume).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 0.5);
  });
}
