// Says what went wrong where somebody asked for something and did not get it; goes with the next answer.
// What a page asks for by itself is asked for again, and says nothing.

import { spoken } from "./spoken.js";

const SIGNED_OUT = 401;
const isAskedFor = (element) => element.matches("a, form, form *");

export function listen() {
  document.addEventListener("htmx:responseError", ({ detail }) => {
    if (detail.xhr.status === SIGNED_OUT) { location.reload(); return; }
    let problem = {};
    try { problem = JSON.parse(detail.xhr.responseText); } catch { /* not one of ours: a proxy, perhaps */ }
    say(detail, problem.detail || problem.title || spoken("That did not work."), problem.remedy || spoken("Try again."));
  });
  document.addEventListener("htmx:sendError", ({ detail }) => {
    say(detail, spoken("Warmline cannot be reached."), spoken("Try again in a moment."));
  });
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (isAskedFor(detail.elt)) clear();
  });
}

function clear() {
  document.getElementById("trouble")?.remove();
}

function say({ elt, target }, what, remedy) {
  if (!isAskedFor(elt)) return;
  clear();
  const told = document.createElement("div");
  told.id = "trouble";
  told.className = "problem";
  told.setAttribute("role", "alert");
  for (const [text, name] of [[what, ""], [remedy, "remedy"]]) {
    const line = document.createElement("p");
    line.textContent = text;
    line.className = name;
    told.append(line);
  }
  const form = elt.closest("form");
  if (form) form.after(told);
  else target.before(told);
}
