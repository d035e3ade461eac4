// The wall: a closer look without leaving it, contacts chosen to be watched, whispers, what was asked for found.

import { spoken } from "./spoken.js";

const KEPT = "watched contacts";

export function stand(wall) {
  const list = wall.querySelector("[data-list]");
  const peek = looking(wall);
  const picked = picking(list);
  const whisper = whispering();
  narrowing();
  toEnds(list);

  list.addEventListener("drawn", () => { picked.draw(); peek?.again(); toEnds(list); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-look], [data-whisper], [data-give-back]");
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { look, whisper: to, giveBack } = button.dataset;
    if (look && !peek) return;
    event.preventDefault();
    if (look) peek.open(look);
    else if (to) whisper.open(to);
    else act(giveBack, "give-back", {});
  });
  let going = 0; // after g the next letter names a page
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog")) return;
    const leaves = Date.now() - going < 1200;
    going = event.key === "g" && !leaves ? Date.now() : 0;
    if (leaves) return;
    const view = event.shiftKey && !/^\d$/.test(event.key) && event.code.match(/^Digit(\d)$/)?.[1];
    if (view) document.querySelector(`[data-view="${view}"]`)?.click();
    if (event.key === "/") {
      const find = document.querySelector("[data-find-here]");
      if (find) { event.preventDefault(); event.stopImmediatePropagation(); find.focus(); find.select(); }
      return;
    }
    if (event.key === "Escape") peek?.close();
    const row = list.querySelector(".row.here");
    const contact = row?.dataset.contact;
    if (event.key === "v") picked.go();
    if (!contact) return;
    if (event.key === "x") { event.preventDefault(); picked.turn(contact); }
    else if (event.key === "l") peek?.turn(contact);
    else if (event.key === "w") { event.preventDefault(); if (row.matches(".of-flow, .of-queue")) whisper.open(contact); }
    else if (event.key === "b") { if (row.matches(".of-mine")) act(contact, "give-back", {}); }
  }, { capture: true });
  document.addEventListener("moved", (event) => peek?.follow(event.target.dataset.contact));
}

// What was said last is in view, until somebody scrolls.
const atEnd = new WeakSet();
function toEnds(within) {
  for (const said of within.querySelectorAll(".pane-said")) {
    if (!atEnd.has(said)) { said.scrollTop = said.scrollHeight; atEnd.add(said); }
  }
}

// One contact beside the list, drawn by the server; it is asked for again when its row has changed.
function looking(wall) {
  const aside = wall.querySelector("[data-peek]");
  if (!aside) return null;
  const place = aside.querySelector("[data-peek-of]");
  let contact = "";
  let mark = "";

  async function draw() {
    const wanted = contact;
    const answer = await fetch(`/contacts/${wanted}/peek`, { headers: { accept: "text/html" } });
    if (contact !== wanted) return;
    if (!answer.ok) { close(); return; }
    const html = await answer.text();
    if (contact !== wanted) return;
    const template = document.createElement("template");
    template.innerHTML = html;
    const focused = place.contains(document.activeElement);
    place.replaceChildren(...template.content.querySelector("[data-row]").children);
    toEnds(place);
    if (focused) place.querySelector("a, button")?.focus({ preventScroll: true });
  }
  function markOf(name) { return wall.querySelector(`[data-contact="${name}"]`)?.dataset.mark ?? ""; }
  function open(name) {
    contact = name;
    mark = markOf(name);
    aside.hidden = false;
    wall.classList.add("peeking");
    draw();
  }
  function close() {
    contact = "";
    aside.hidden = true;
    wall.classList.remove("peeking");
    place.replaceChildren();
  }
  aside.querySelector("[data-peek-close]").addEventListener("click", close);
  return {
    open,
    close,
    turn: (name) => (contact === name ? close() : open(name)),
    follow: (name) => { if (contact && name && contact !== name) open(name); },
    again: () => { if (contact && markOf(contact) !== mark) { mark = markOf(contact); draw(); } },
  };
}

// Contacts that are chosen to be watched, whatever the wall shows meanwhile; kept for the tab.
function picking(list) {
  const bar = document.querySelector("[data-picked]");
  if (!bar) return { draw() {}, go() {}, turn: (contact) => watchNoMore(contact) };
  const chosen = new Set(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));
  const go = bar.querySelector("[data-picked-go]");

  function draw() {
    for (const box of list.querySelectorAll("[data-pick]")) box.checked = chosen.has(box.value);
    bar.hidden = chosen.size === 0;
    bar.querySelector("[data-picked-count]").textContent = String(chosen.size);
    const query = new URLSearchParams([...chosen].map((name) => ["c", name]));
    go.href = `/contacts/watch?${query}`;
  }
  function keep() {
    sessionStorage.setItem(KEPT, JSON.stringify([...chosen]));
    draw();
  }
  function turn(contact) {
    if (!chosen.delete(contact)) chosen.add(contact);
    keep();
  }
  list.addEventListener("change", (event) => { if (event.target.matches("[data-pick]")) turn(event.target.value); });
  bar.querySelector("[data-picked-none]").addEventListener("click", () => { chosen.clear(); keep(); });
  draw();
  return { draw, turn, go: () => { if (chosen.size) go.click(); } };
}

function watchNoMore(contact) {
  const left = new URLSearchParams(location.search).getAll("c").filter((one) => one !== contact);
  sessionStorage.setItem(KEPT, JSON.stringify(left));
  location.search = String(new URLSearchParams(left.map((name) => ["c", name])));
}

function whispering() {
  const dialog = document.querySelector("[data-whisper-form]");
  const words = dialog.querySelector("[data-whisper-text]");
  const problem = dialog.querySelector("[data-whisper-problem]");
  const buttons = dialog.querySelectorAll("[data-whisper-send]");
  let contact = "";
  let key = ""; // the same key again until it has arrived: so it is said once
  let busy = false;

  async function whisper(ask) {
    const text = words.value.trim();
    if (!text || busy) return;
    busy = true;
    key ||= crypto.randomUUID?.() ?? `${Date.now()} ${Math.random()}`;
    const wrong = await act(contact, "whisper", { text, key, ask });
    busy = false;
    problem.hidden = !wrong;
    problem.textContent = wrong;
    if (!wrong) { words.value = ""; key = ""; dialog.close(); }
  }
  for (const button of buttons) button.addEventListener("click", () => whisper(button.dataset.whisperSend));
  words.addEventListener("input", () => { key = ""; });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    whisper("");
  });
  return {
    open(name) {
      if (contact !== name) words.value = key = "";
      contact = name;
      problem.hidden = true;
      dialog.showModal();
      words.focus();
    },
  };
}

// Does something with a contact and stays on the page; what went wrong, "" for nothing.
async function act(contact, what, sent) {
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const headers = { accept: "application/json", "x-csrf-token": token };
  try {
    const answer = await fetch(`/contacts/${contact}/${what}`, { method: "POST", body: new URLSearchParams(sent), headers });
    if (answer.ok) return "";
    const told = await answer.json().catch(() => ({}));
    return [told.detail, told.remedy].filter(Boolean).join(" ") || spoken("That was not done.");
  } catch {
    return spoken("Warmline cannot be reached. Try again in a moment.");
  }
}

// A filter is gone by as soon as it is chosen, words when Enter is pressed; without what was left empty.
function narrowing() {
  const form = document.querySelector("[data-narrow]");
  if (!form) return;
  form.querySelector("[data-narrow-now]").hidden = true;
  const open = form.querySelector("[data-filters]"); // on a phone, where watching matters more
  open.addEventListener("click", () => open.setAttribute("aria-expanded", String(form.classList.toggle("open"))));
  const show = () => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    location.assign(`/contacts${query.size ? `?${query}` : ""}`);
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  for (const select of form.querySelectorAll("select")) select.addEventListener("change", show);
}
