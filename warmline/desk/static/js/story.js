// The story of a contact: kept as it would be after a reload, and a place to talk in whose draft survives one.
import { connect } from "./connection.js";
import { show } from "./picture.js";

const TYPING_EVERY = 3000;
const NEAR_THE_END = 120;

export function follow(story) {
  const path = story.dataset.story;
  const transcript = story.querySelector("[data-transcript]");
  const beside = story.querySelector("[data-beside]");
  const state = story.querySelector("[data-live-state]");
  const pieces = () => [...story.querySelectorAll("[data-seq]")];
  const toHere = () => { for (const picture of story.querySelectorAll(".picture")) show(picture); };
  const toEnd = () => { transcript.scrollTop = transcript.scrollHeight; };

  function put(seq, html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const piece = template.content.firstElementChild;
    const same = story.querySelector(`[data-seq="${seq}"]`);
    if (same) {
      for (const open of same.querySelectorAll("details[open]")) { // what was unfolded stays so
        const at = [...same.querySelectorAll("details")].indexOf(open);
        piece.querySelectorAll("details")[at]?.setAttribute("open", "");
      }
      same.replaceWith(piece);
      return;
    }
    const after = [...transcript.children].find((one) => Number(one.dataset.seq) > seq);
    transcript.insertBefore(piece, after ?? null);
  }

  function take(push) {
    const follows = transcript.scrollHeight - transcript.scrollTop - transcript.clientHeight < NEAR_THE_END;
    for (const seq of push.gone) story.querySelector(`[data-seq="${seq}"]`)?.remove();
    for (const row of push.rows) put(row.seq, row.html);
    if (push.rows.some((row) => row.seq < 0)) toHere();
    beside.textContent = push.beside;
    stand();
    if (follows && push.rows.length) toEnd();
  }

  // Who has the contact decides what can be done with it; another customer is told about anew.
  let customer = story.querySelector("[data-customer]").dataset.customer;
  function stand() {
    const head = story.querySelector(".story-head");
    const had = document.activeElement;
    const before = story.dataset.standing;
    story.dataset.standing = head.dataset.standing;
    if (before !== head.dataset.standing && had !== document.body && had.offsetParent === null) transcript.focus();
    if (head.dataset.customer !== customer) {
      customer = head.dataset.customer;
      window.htmx?.ajax("GET", `${path}/who`, { target: "#who", select: "#who", swap: "outerHTML" });
    }
  }

  const say = connect(`${path}/live`, {
    shown: () => pieces().map((one) => [Number(one.dataset.seq), one.dataset.mark]),
    take,
    tell(connected) {
      state.hidden = false;
      beside.textContent = ""; // who typed before a lost connection may have stopped
      state.querySelector("[data-live-dot]").className = `dot ${connected ? "on" : "off"}`;
      state.querySelector("[data-live-text]").textContent = connected ? "live" : "connection lost, trying again";
    },
  });
  compose(story.querySelector("[data-composer]"), path, () => say("typing"));
  toEnd();
}

// Words are sent with a key of their own, the same key again until they have arrived: so they are said once.
function compose(form, path, typing) {
  const words = form.querySelector("textarea");
  const button = form.querySelector("button");
  const kept = `draft ${path}`;
  let key = "";
  let told = 0;
  words.value = sessionStorage.getItem(kept) ?? "";

  words.addEventListener("input", () => {
    key = "";
    if (words.value) sessionStorage.setItem(kept, words.value);
    else sessionStorage.removeItem(kept);
    if (Date.now() - told > TYPING_EVERY) { told = Date.now(); typing(); }
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = words.value.trim();
    if (!text || button.disabled) return;
    key ||= crypto.randomUUID?.() ?? `${Date.now()} ${Math.random()}`;
    button.disabled = true;
    complain();
    try {
      const body = new URLSearchParams(new FormData(form));
      body.set("text", text);
      body.set("key", key);
      const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
      if (!answer.ok) {
        const problem = await answer.json().catch(() => ({}));
        complain(problem.detail ?? "That was not sent.", problem.remedy ?? "Try again.");
      } else if (words.value.trim() === text) {
        words.value = "";
        key = "";
        told = 0;
        sessionStorage.removeItem(kept);
      }
    } catch {
      complain("Warmline cannot be reached.", "Your words are kept. Try again in a moment.");
    } finally {
      button.disabled = false;
      words.focus();
    }
  });

  function complain(what, remedy) {
    form.querySelector(".problem")?.remove();
    if (!what) return;
    const told = document.createElement("div");
    told.className = "problem";
    told.setAttribute("role", "alert");
    for (const text of [what, remedy]) told.append(Object.assign(document.createElement("p"), { textContent: text }));
    form.prepend(told);
  }
}
