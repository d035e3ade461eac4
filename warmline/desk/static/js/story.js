// The story of a contact: kept as it would be after a reload, with a place to talk in and panels that fold.
import { attaching, compose, insert, sending } from "./composer.js";
import { connect } from "./connection.js";
import { hand } from "./handing.js";
import { show } from "./picture.js";
import { spoken } from "./spoken.js";

const NEAR_THE_END = 120;

export function follow(story) {
  const path = story.dataset.story;
  const transcript = story.querySelector("[data-transcript]");
  const beside = story.querySelector("[data-beside]");
  const state = story.querySelector("[data-live-state]");
  const below = story.querySelector("[data-to-end]");
  const pieces = () => [...story.querySelectorAll("[data-seq]")];
  const toHere = () => { for (const picture of story.querySelectorAll(".picture")) show(picture); };
  const isAtEnd = () => transcript.scrollHeight - transcript.scrollTop - transcript.clientHeight < NEAR_THE_END;
  const toEnd = () => { transcript.scrollTop = transcript.scrollHeight; below.hidden = true; };

  function put(seq, html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const piece = template.content.firstElementChild;
    const same = story.querySelector(`[data-seq="${seq}"]`);
    if (same) {
      for (const open of same.querySelectorAll("details[open]")) { // what was unfolded stays so
        const at = [...same.querySelectorAll("details")].indexOf(open);
        const named = open.dataset.keep && `details[data-keep="${CSS.escape(open.dataset.keep)}"]`;
        (named ? piece.querySelector(named) : piece.querySelectorAll("details")[at])?.setAttribute("open", "");
      }
      const fields = [...same.querySelectorAll("[name]:is(input:not([type=hidden]), select)")];
      const alike = (field) => piece.querySelector(`[name="${CSS.escape(field.name)}"]:is(input, select)`);
      for (const field of fields) if (alike(field)) alike(field).value = field.value; // what is being written stays, too
      const had = same.contains(document.activeElement) ? document.activeElement : null;
      same.replaceWith(piece);
      const href = had?.getAttribute("href");
      const next = href ? piece.querySelector(`[href="${CSS.escape(href)}"]`) : fields.includes(had) ? alike(had) : null;
      next?.focus({ preventScroll: true });
    } else {
      const after = [...transcript.children].find((one) => Number(one.dataset.seq) > seq);
      transcript.insertBefore(piece, after ?? null);
    }
    window.htmx?.process(piece);
  }

  function take(push) {
    const follows = isAtEnd();
    for (const seq of push.gone) story.querySelector(`[data-seq="${seq}"]`)?.remove();
    for (const row of push.rows) put(row.seq, row.html);
    if (push.rows.some((row) => row.seq < 0)) toHere();
    beside.textContent = push.beside;
    stand();
    const fresh = push.rows.some((row) => row.seq > 0);
    if (follows && fresh) toEnd();
    else if (fresh) below.hidden = false;
    const by = (who) => push.rows.some((row) => row.seq > 0 && story.querySelector(`[data-seq="${row.seq}"] > .said.${who}`));
    if (by("customer")) document.body.dispatchEvent(new Event("said")); // panels that go by the customer's words look again
    if (by("agent")) document.body.dispatchEvent(new Event("answered")); // what was suggested is not needed any more
    saw();
  }

  // Who has the contact decides what can be done with it; another customer is told about anew.
  let customer = story.querySelector("[data-customer]").dataset.customer;
  function stand() {
    const head = story.querySelector(".story-head");
    const had = document.activeElement;
    const before = story.dataset.standing;
    story.dataset.standing = head.dataset.standing;
    if (before !== head.dataset.standing) {
      if (had !== document.body && had.offsetParent === null) transcript.focus();
      if (head.dataset.standing === "wrap") {
        const closing = story.querySelector("[data-closing]");
        closing.open = true;
        const words = closing.querySelector("summary");
        words.textContent = words.dataset.wrapUp;
        document.body.dispatchEvent(new Event("ended"));
      }
    }
    if (head.dataset.customer !== customer) {
      customer = head.dataset.customer;
      window.htmx?.ajax("GET", `${path}/who`, { target: "#who", select: "#who", swap: "outerHTML" });
    }
  }

  // What is on a screen that nobody looks at was not seen.
  let seen = 0;
  function saw() {
    const latest = Math.max(0, ...[...transcript.querySelectorAll("[data-turn]")].map((one) => Number(one.dataset.turn)));
    if (document.hidden || latest <= seen || !["mine", "beside"].includes(story.dataset.standing)) return;
    if (say(`seen ${latest}`)) seen = latest;
  }

  const say = connect(`${path}/live`, {
    shown: () => pieces().map((one) => [Number(one.dataset.seq), one.dataset.mark]),
    take,
    tell(connected) {
      state.hidden = false;
      beside.textContent = ""; // who typed before a lost connection may have stopped
      state.querySelector("[data-live-dot]").className = `dot ${connected ? "on" : "off"}`;
      state.classList.toggle("lost", !connected);
      state.querySelector("[data-live-text]").textContent = connected ? spoken("live") : spoken("connection lost, trying again");
      if (connected) { looks(); saw(); }
    },
  });
  const looks = () => say(document.hidden ? "away" : "looks"); // colleagues see who else is here
  document.addEventListener("visibilitychange", () => { looks(); saw(); });

  compose(story.querySelector("[data-composer]"), path, () => say("typing"));
  for (const form of story.querySelectorAll("form[data-send]")) {
    sending(form, { place: form.getAttribute("action"), field: form.querySelector("textarea") });
  }
  const handing = story.querySelector("[data-handing]");
  handing.addEventListener("htmx:load", (event) => {
    if (event.target.id !== "handing") return;
    hand(event.target);
    find();
  });
  handing.addEventListener("toggle", () => find());
  function find() {
    if (handing.open && matchMedia("(pointer: fine)").matches) handing.querySelector("[data-hand-find]")?.focus();
  }
  const file = story.querySelector("[data-file]");
  if (file) attaching(story, file);
  story.addEventListener("click", (event) => {
    if (event.target.closest('[data-insert], a[href^="#p-"]')) turned.toStory();
    const from = event.target.closest("[data-insert]");
    if (from) insert(story, from.dataset.insert);
    const reason = event.target.closest("[data-reason]");
    if (reason) reason.closest("form").elements.reason.value = reason.dataset.reason;
    const link = event.target.closest('a[href^="#p-"]');
    if (link) { event.preventDefault(); point(document.querySelector(link.getAttribute("href"))); }
    for (const open of story.querySelectorAll(".endings > details[open]")) {
      if (!open.contains(event.target) && story.dataset.standing !== "wrap") open.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const open = story.querySelector(".endings > details[open]");
    if (event.key !== "Escape" || event.isComposing || !open || story.dataset.standing === "wrap") return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  // What grows below, such as replies that are suggested, must not hide what was said last.
  let atEnd = true;
  transcript.addEventListener("scroll", () => { atEnd = isAtEnd(); if (atEnd) below.hidden = true; }, { passive: true });
  new ResizeObserver(() => { if (atEnd) toEnd(); }).observe(transcript);
  below.addEventListener("click", toEnd);
  fold(story);
  const turned = turns(story, toEnd);
  for (const picture of story.querySelectorAll("img")) picture.addEventListener("load", () => { if (isAtEnd()) toEnd(); });
  toEnd();
}

// Where there is room for one of them, the story and what is known beside it take turns.
function turns(story, back) {
  const button = story.querySelector("[data-about]");
  function turn(shows) {
    story.toggleAttribute("data-beside-shown", shows);
    button.setAttribute("aria-expanded", String(shows));
    if (!shows) back();
  }
  button.addEventListener("click", () => turn(!story.hasAttribute("data-beside-shown")));
  return { toStory() { if (story.hasAttribute("data-beside-shown")) turn(false); } };
}

function point(piece) {
  if (!piece) return;
  piece.scrollIntoView({ block: "center" });
  piece.classList.add("pointed");
  setTimeout(() => piece.classList.remove("pointed"), 1600);
}

// Panels stay as whoever works here has folded them, in every contact.
function fold(story) {
  const nameOf = (panel) => `fold ${panel.dataset.fold}`;
  const asWanted = (within) => {
    for (const panel of within.querySelectorAll("[data-fold]")) {
      const wanted = localStorage.getItem(nameOf(panel));
      if (wanted) panel.open = wanted === "open";
      else if (panel.hasAttribute("data-small-shut") && matchMedia("(max-width: 820px)").matches) panel.open = false;
    }
  };
  asWanted(story);
  story.addEventListener("htmx:afterSettle", (event) => asWanted(event.target.parentElement ?? story));
  story.addEventListener("click", (event) => { // what unfolds by itself is no wish
    const panel = event.target.closest("[data-fold] > summary")?.parentElement;
    if (panel) localStorage.setItem(nameOf(panel), panel.open ? "shut" : "open");
  });
}
