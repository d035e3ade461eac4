// Keeps a list as it would be after a reload: says which rows it shows, and does what the server sends.
import { connect } from "./connection.js";
import { spoken } from "./spoken.js";

export function follow(list) {
  if (list.dataset.before) return; // a look at the past does not move
  const state = document.querySelector("[data-live-state]");
  const dot = state.querySelector("[data-live-dot]");
  const words = state.querySelector("[data-live-text]");
  const pause = state.querySelector("[data-pause]");
  const fresh = document.querySelector("[data-fresh]");
  const beside = document.querySelector("[data-beside]");
  const none = document.querySelector("[data-empty]");
  let paused = false;
  let order = []; // places from top to bottom, where the list has an order of its own
  let kept = new Map(); // what came while nobody looked at the top: rows by place, null for those that go

  const rows = () => [...list.children];
  const marks = () => {
    const shown = new Map(rows().map((row) => [Number(row.dataset.seq), row.dataset.mark]));
    for (const [seq, html] of kept) {
      if (html === null) shown.delete(seq);
      else shown.set(seq, html.match(/data-mark="(\w+)"/)?.[1] ?? "");
    }
    return [...shown].sort((a, b) => b[0] - a[0]);
  };
  // A list of what happened stands still while somebody reads it; one of what is going on never does.
  const still = () => window.scrollY > 160 || list.contains(document.activeElement);
  const reading = () => paused || (!list.hasAttribute("data-moving") && still());

  function say(text, tone) {
    words.textContent = text;
    dot.className = `dot ${tone}`;
  }

  function put(seq, html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const row = template.content.firstElementChild;
    const same = list.querySelector(`[data-seq="${seq}"]`);
    if (same) {
      const focused = same.contains(document.activeElement) ? document.activeElement.tagName : "";
      if (same.classList.contains("here")) row.classList.add("here");
      same.replaceWith(row);
      if (focused) (row.querySelector(focused) ?? row.querySelector("a"))?.focus({ preventScroll: true });
      return;
    }
    const after = rows().find((one) => Number(one.dataset.seq) < seq);
    list.insertBefore(row, after ?? null);
    row.classList.add("new");
    row.addEventListener("animationend", () => row.classList.remove("new"), { once: true });
  }

  function show() {
    for (const [seq, html] of kept) {
      if (html === null) list.querySelector(`[data-seq="${seq}"]`)?.remove();
      else put(seq, html);
    }
    kept = new Map();
    arrange();
    fresh.hidden = true;
    if (none) none.hidden = list.children.length > 0;
    list.dispatchEvent(new CustomEvent("drawn"));
  }

  function arrange() {
    const focused = document.activeElement;
    order.forEach((seq, at) => {
      const row = list.querySelector(`[data-seq="${seq}"]`);
      if (row && list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null);
    });
    if (document.activeElement !== focused && focused.isConnected) focused.focus({ preventScroll: true });
  }

  function count() { // what stands below 0 is no news
    const onScreen = new Set(rows().map((row) => Number(row.dataset.seq)));
    const n = [...kept].filter(([seq, html]) => html !== null && seq > 0 && !onScreen.has(seq)).length;
    fresh.hidden = n === 0;
    fresh.textContent = spoken("{n} new ↑", { n });
  }

  function take(push) {
    if (push.order.length) order = push.order;
    for (const seq of push.gone) kept.set(seq, null);
    for (const row of push.rows) kept.set(row.seq, row.html);
    if (reading()) count();
    else show();
    if (push.beside && beside) beside.textContent = push.beside;
  }

  function tell(connected) {
    if (connected) say(paused ? spoken("paused") : spoken("live"), paused ? "" : "on");
    else say(spoken("connection lost, trying again"), "off");
  }

  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    pause.querySelector("span").textContent = paused ? spoken("Go on") : spoken("Pause");
    say(paused ? spoken("paused") : spoken("live"), paused ? "" : "on");
    if (!reading()) show();
  });
  fresh.addEventListener("click", () => {
    scrollTo({ top: 0 });
    show();
  });
  addEventListener("scroll", () => { if (kept.size && !reading()) show(); }, { passive: true });
  list.addEventListener("focusout", () => setTimeout(() => { if (kept.size && !reading()) show(); }, 200));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-further]");
    if (link) { event.preventDefault(); further(link, list); }
  });

  state.hidden = false;
  connect(list.dataset.live, { shown: marks, take, tell });
}

// Looks further back without leaving the page: the older rows go below, the link moves on.
async function further(link, list) {
  link.setAttribute("aria-busy", "true");
  const answer = await fetch(link.href, { headers: { accept: "text/html" } });
  if (!answer.ok) { location.href = link.href; return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const row of page.querySelectorAll("[data-live] > li")) list.append(document.adoptNode(row));
  const next = page.querySelector("[data-further]");
  if (next) link.replaceWith(document.adoptNode(next));
  else link.closest(".more").remove();
}
