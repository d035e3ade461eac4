// Says without shouting that somebody waits for an answer: a number in the title, a soft sound for whoever wants it.

const WANTED = "sound";
const title = document.title;
let before = 0;
let audio;

export function listen(story) {
  const button = story.querySelector("[data-sound]");
  const show = () => button.setAttribute("aria-pressed", String(localStorage.getItem(WANTED) === "on"));
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    localStorage.setItem(WANTED, localStorage.getItem(WANTED) === "on" ? "off" : "on");
    show();
    if (localStorage.getItem(WANTED) === "on") ring();
  });
  before = news(story);
  tell(before);
}

// After each push: how much is new by now in all contacts of whoever looks.
export function notice(story) {
  const now = news(story);
  if (now > before && localStorage.getItem(WANTED) === "on") ring();
  before = now;
  tell(now);
}

const news = (story) => Number(story.querySelector("[data-own]")?.dataset.new ?? 0);

function tell(count) {
  document.title = count ? `(${count}) ${title}` : title;
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
