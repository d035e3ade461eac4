// The keyboard: / finds, g and a letter goes to a page, j and k walk through lists, s steps in, t takes, ? helps.
// Whatever has `data-press` is reached by that key.

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

export function listen() {
  const help = document.getElementById("keys");
  const button = document.querySelector("[data-help]");
  if (button && help) {
    button.hidden = false;
    button.addEventListener("click", () => help.showModal());
  }
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      if (event.key === "ArrowDown" && event.target.matches("[data-find]")) step(1, event);
      return;
    }
    if (help?.open) return;
    if (Date.now() - going < 1200) {
      going = 0;
      const link = document.querySelector(`nav a[data-key="${CSS.escape(event.key)}"]`);
      if (link) { event.preventDefault(); link.click(); return; }
    }
    if (event.key === "/") { event.preventDefault(); document.querySelector("[data-find]")?.focus(); }
    else if (event.key === "?") help?.showModal();
    else if (event.key === "g") going = Date.now();
    else if (event.key === "j") step(1, event);
    else if (event.key === "k") step(-1, event);
    else if (event.key === "p") document.querySelector("[data-pause]")?.click();
    else if (event.key === "t") document.querySelector(".row.here [data-take]")?.click();
    else if (event.key === "s") (document.querySelector(".row.here [data-step-in]") ?? document.querySelector(".story [data-step-in]"))?.click();
    else if (press(event.key)) event.preventDefault();
    else if (event.key === "Enter" && event.target === document.body) document.querySelector(".row.here a")?.click();
  });
}

// What a page itself has for a key: a field is gone to, everything else is pressed.
function press(key) {
  const folded = (one) => one.closest("details.fold:not([open])");
  const found = [...document.querySelectorAll(`[data-press="${CSS.escape(key)}"]`)].find((one) => one.offsetParent !== null || folded(one));
  if (!found) return false;
  if (folded(found)) folded(found).open = true;
  if (typing(found)) found.focus();
  else found.click();
  return true;
}

// Moves to the next or the previous row; its link gets the focus, so that Enter opens it.
function step(by, event) {
  const rows = [...document.querySelectorAll("[data-list] [data-row]")];
  if (!rows.length) return;
  event.preventDefault();
  const at = rows.findIndex((row) => row.classList.contains("here"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + by))];
  for (const row of rows) row.classList.toggle("here", row === next);
  const link = next.querySelector(".row-gist") ?? next.querySelector("a");
  link?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  next.dispatchEvent(new CustomEvent("moved", { bubbles: true }));
}
