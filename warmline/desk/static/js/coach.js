// Asks for a hint when typing stops: soon after a word or a sentence has ended, later in the middle of one. It never
// holds anything up: what does not answer is not waited for.
const PAUSE = 250;
const PAUSE_AFTER_WORD = 40;
const ENDED = /[\s\p{P}\p{Script=Han}\p{Script=Thai}]$/u;

export function coach(place) {
  const form = place.closest("form");
  const words = form.querySelector("textarea");
  const path = place.dataset.coach;
  let asked = null;
  let timer = 0;
  let judged = "";

  const send = (to, fields, signal) => fetch(to, {
    method: "POST",
    body: new URLSearchParams({ _csrf_token: form.elements._csrf_token.value, ...fields }),
    headers: { accept: "text/html" },
    signal,
  });

  async function ask() {
    const text = form.classList.contains("to-colleagues") ? "" : words.value.trim();
    if (text === judged) return;
    asked?.abort();
    judged = text;
    if (!text) { place.replaceChildren(); return; }
    asked = new AbortController();
    try {
      const answer = await send(path, { text }, asked.signal);
      if (answer.ok && text === judged) place.innerHTML = await answer.text();
    } catch { /* typed on, or out of reach: the next pause asks again */ }
  }

  words.addEventListener("input", () => {
    clearTimeout(timer);
    if (words.value.trim()) timer = setTimeout(ask, ENDED.test(words.value) ? PAUSE_AFTER_WORD : PAUSE);
    else ask();
  });
  // After sending the words are gone without an input event.
  form.addEventListener("submit", () => { clearTimeout(timer); asked?.abort(); judged = ""; place.replaceChildren(); });
  place.addEventListener("click", (event) => {
    const hint = event.target.closest("[data-put-away]")?.closest("[data-turn]");
    if (!hint) return;
    hint.remove();
    words.focus();
    send(`${path}/dismiss`, { turn: hint.dataset.turn }).catch(() => {});
  });
  if (words.value.trim()) ask(); // a draft that survived a reload
}
