// Where an agent writes. Words are sent with a key of their own, the same key again until they have arrived: so they
// are said once. What was not sent survives a reload.
import { keep, kept } from "./drafts.js";
import { spoken } from "./spoken.js";

const TYPING_EVERY = 3000;
const TALLEST = 220;

export function compose(form, path, typing) {
  const words = form.querySelector("textarea");
  const foot = [...form.querySelectorAll('input[name="to"]')];
  const colleagues = () => foot.some((one) => one.checked && one.value === "colleagues");
  let told = 0;

  function grow() {
    words.style.height = "auto";
    words.style.height = `${Math.min(words.scrollHeight + 2, TALLEST)}px`;
  }
  // A note never becomes a reply by mistake: it looks different while it is written.
  function turn() {
    form.classList.toggle("to-colleagues", colleagues());
    words.placeholder = colleagues() ? words.dataset.placeholderColleagues : words.dataset.placeholder;
  }
  sending(form, {
    place: `${path} reply`,
    field: words,
    sent() { told = 0; grow(); for (const one of foot) one.checked = one.value === "customer"; turn(); },
  });
  words.addEventListener("input", () => {
    grow();
    if (words.value && !colleagues() && Date.now() - told > TYPING_EVERY) { told = Date.now(); typing(); }
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit(); // the coach hears of it, too
  });
  for (const one of foot) one.addEventListener("change", () => { turn(); words.focus(); });
  grow();
  turn();
}

// Puts something into the reply: behind what is written already.
export function insert(story, text) {
  const words = story.querySelector("[data-composer] textarea");
  if (!words || words.offsetParent === null) return;
  const before = words.value.trimEnd();
  words.value = before ? `${before} ${text}` : text;
  words.dispatchEvent(new Event("input", { bubbles: true }));
  words.focus();
  words.setSelectionRange(words.value.length, words.value.length);
}

// Sends a form with one field of words in the background; they are kept until they have arrived.
export function sending(form, { place, field, sent = () => {} }) {
  const button = form.querySelector("button:not([type=button])");
  let key = "";
  field.value = kept(place) || field.value;

  field.addEventListener("input", () => { key = ""; keep(place, field.value); });
  async function send() {
    const text = field.value.trim();
    if (!text || button.disabled) return;
    key ||= newKey();
    button.disabled = true;
    complain(form);
    try {
      const body = new URLSearchParams(new FormData(form));
      body.set("text", text);
      body.set("key", key);
      await post(form.action, body);
      if (field.value.trim() === text) {
        field.value = "";
        key = "";
        keep(place, "");
        sent();
      }
    } catch (problem) {
      complain(form, problem.message, problem.remedy ?? spoken("Your words are kept. Try again in a moment."));
    } finally {
      button.disabled = false;
      field.focus();
    }
  }
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
}

// Sends a file as soon as it is chosen, dropped or pasted.
export function attaching(story, form) {
  const field = form.querySelector("input[type=file]");
  const composer = story.querySelector("[data-composer]");
  async function send(file) {
    if (!file || composer.offsetParent === null) return;
    complain(composer);
    composer.setAttribute("aria-busy", "true");
    const body = new FormData(form);
    body.set("file", file, file.name || "picture.png");
    body.set("key", newKey());
    try {
      await post(form.action, body);
    } catch (problem) {
      complain(composer, problem.message, problem.remedy ?? spoken("Try again in a moment."));
    } finally {
      composer.removeAttribute("aria-busy");
      field.value = "";
    }
  }
  field.addEventListener("change", () => send(field.files[0]));
  composer.addEventListener("paste", (event) => {
    const file = event.clipboardData?.files[0];
    if (file) { event.preventDefault(); send(file); }
  });
  for (const target of [composer, story.querySelector("[data-transcript]")]) {
    target.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
    target.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      send(event.dataTransfer.files[0]);
    });
  }
}

const newKey = () => crypto.randomUUID?.() ?? `${Date.now()} ${Math.random()}`;

async function post(action, body) {
  let answer;
  try {
    const csrf = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
    answer = await fetch(action, { method: "POST", body, headers: { accept: "application/json", "x-csrf-token": csrf } });
  } catch {
    throw Object.assign(new Error(spoken("Warmline cannot be reached.")), { remedy: undefined });
  }
  if (answer.ok) return;
  const problem = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(problem.detail ?? spoken("That was not sent.")), { remedy: problem.remedy ?? spoken("Try again.") });
}

function complain(form, what, remedy) {
  form.querySelector(".problem")?.remove();
  if (!what) return;
  const told = document.createElement("div");
  told.className = "problem";
  told.setAttribute("role", "alert");
  for (const text of [what, remedy]) told.append(Object.assign(document.createElement("p"), { textContent: text }));
  form.prepend(told);
}
