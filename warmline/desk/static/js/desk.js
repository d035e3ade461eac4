// What every page can do with JavaScript; without it, all of them still work.
import { tidy } from "./drafts.js";
import { listen as listenToNews } from "./attention.js";
import { coach } from "./coach.js";
import { follow as followAsked } from "./asked.js";
import { hand } from "./handing.js";
import { listen as listenToKeys } from "./keys.js";
import { follow } from "./live.js";
import { show } from "./picture.js";
import { listen as listenToState } from "./state.js";
import { follow as followStory } from "./story.js";
import { listen as listenForTrouble } from "./trouble.js";
import { stand } from "./wall.js";

const csrf = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
document.addEventListener("htmx:configRequest", (event) => {
  if (csrf) event.detail.headers["X-CSRF-Token"] = csrf;
});

for (const menu of document.querySelectorAll(".menu")) {
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".side")) menu.open = false;
  });
}

for (const choice of document.querySelectorAll("[data-theme-choice]")) {
  choice.addEventListener("change", () => { document.documentElement.dataset.theme = choice.value; });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const words = button.querySelector("span");
  const before = words.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const from = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(from.textContent.trim());
      words.textContent = "✓ " + before;
    } catch {
      getSelection().selectAllChildren(from);
    }
    setTimeout(() => { words.textContent = before; }, 1600);
  });
}

for (const button of document.querySelectorAll("[data-tidy]")) {
  const editor = document.querySelector("[data-json]");
  button.hidden = editor.readOnly;
  button.addEventListener("click", () => {
    try {
      editor.value = JSON.stringify(JSON.parse(editor.value), null, 2);
      editor.rows = Math.min(30, editor.value.split("\n").length + 1);
      editor.setCustomValidity("");
    } catch (error) {
      editor.setCustomValidity(error.message);
    }
    editor.reportValidity();
  });
  editor.addEventListener("input", () => editor.setCustomValidity(""));
}

tidy();
for (const wall of document.querySelectorAll("[data-wall]")) stand(wall);
listenToKeys();
listenToState();
listenForTrouble();
for (const list of document.querySelectorAll("[data-live]")) follow(list);
for (const button of document.querySelectorAll("[data-sound]")) listenToNews(button);
for (const list of document.querySelectorAll("[data-asked]")) followAsked(list);
for (const picture of document.querySelectorAll(".picture")) show(picture);
for (const story of document.querySelectorAll("[data-story]")) followStory(story);
for (const place of document.querySelectorAll("[data-coach]")) coach(place);
for (const panel of document.querySelectorAll("main > .card > #handing")) hand(panel);
