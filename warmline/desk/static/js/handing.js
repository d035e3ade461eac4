// Asks a colleague, brings one in, or hands a contact on: whom is found by typing, what they should know is a draft.

import { fold } from "./folding.js";

export function hand(panel) {
  const form = panel.querySelector("form");
  const find = form.querySelector("[data-hand-find]");
  const list = form.querySelector("[data-hand-list]");
  const none = form.querySelector("[data-hand-none]");
  const problem = form.querySelector("[data-hand-problem]");
  const options = () => [...list.querySelectorAll("[data-hand-to]")].filter((one) => one.offsetParent !== null);
  const kind = () => form.elements.kind.value;
  const words = () => form.querySelector(`[data-hand-words~="${kind()}"]`);
  const told = new Map([...list.querySelectorAll(".hand-one")].map((row) => [row, fold(row.textContent)]));

  function narrow() {
    const wanted = fold(find.value).split(/\s+/).filter(Boolean);
    for (const [row, text] of told) row.hidden = !wanted.every((word) => text.includes(word));
    for (const group of list.querySelectorAll("[data-hand-group]")) group.hidden = !group.querySelector(".hand-one:not([hidden])");
    none.hidden = options().length > 0;
  }
  function choose(option) {
    if (!option) return;
    option.checked = true;
    option.focus();
    option.closest(".hand-one").scrollIntoView({ block: "nearest" });
  }
  function move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const there = options();
    if (step) {
      event.preventDefault();
      const at = there.findIndex((one) => one.checked);
      const next = at + step;
      if (next < 0 && event.target !== find) find.focus();
      else choose(there[Math.max(0, Math.min(there.length - 1, next))]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (event.target === find && !there.some((one) => one.checked)) choose(there[0]);
      if (there.some((one) => one.checked)) words().focus();
    }
  }
  find.addEventListener("input", narrow);
  find.addEventListener("keydown", move);
  list.addEventListener("keydown", move);
  form.addEventListener("change", (event) => {
    problem.hidden = true;
    if (event.target.name !== "kind") return;
    const chosen = list.querySelector(":checked"); // a queue cannot be asked for advice
    if (chosen && chosen.offsetParent === null) chosen.checked = false;
    narrow();
  });
  form.addEventListener("submit", (event) => {
    const wrong = !list.querySelector(":checked") ? "noOne" : !words().value.trim() ? "noWords" : "";
    if (!wrong) return;
    event.preventDefault();
    problem.textContent = problem.dataset[wrong];
    problem.hidden = false;
    (wrong === "noOne" ? find : words()).focus();
  });
  if (panel.dataset.drafts) draft(panel.dataset.drafts, form);
}

// The draft of the language model takes the place of the one from the log, unless somebody has begun to write.
async function draft(place, form) {
  const summary = form.querySelector("[data-hand-summary]");
  const of = { log: summary.value, model: "" };
  const show = (name, shows) => { form.querySelector(`[data-hand-from="${name}"]`).hidden = !shows; };
  const offer = (name, shows) => { form.querySelector(`[data-hand-swap="${name}"]`).hidden = !shows; };

  function stand(by) {
    summary.value = of[by];
    show("log", by === "log");
    show("model", by === "model");
    offer("log", by === "model");
    offer("model", by === "log");
  }
  show("asked", true);
  const answer = await fetch(place, { headers: { accept: "text/html" } }).catch(() => null);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  show("asked", false);
  of.model = page?.querySelector("#summary[data-by-model] .summary-text")?.textContent.trim() ?? "";
  if (!of.model) return;
  for (const button of form.querySelectorAll("[data-hand-swap]")) {
    button.addEventListener("click", () => { stand(button.dataset.handSwap); summary.focus(); });
  }
  if (summary.value === of.log) stand("model");
  else offer("model", true);
}
