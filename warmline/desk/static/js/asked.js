// What is on the desk of whoever looks, on every page: what colleagues ask of them, there at once and gone when it is
// answered, by whomever; and their own contacts as tabs, with what is new in each.
import { notice } from "./attention.js";
import { connect } from "./connection.js";

const TABS = 0;

export function follow(list) {
  const own = document.querySelector("[data-own]");
  const beside = matchMedia("(min-width: 1001px)"); // where the page of a contact says the same, larger
  const here = (row) => beside.matches && row.querySelector("a")?.getAttribute("href") === location.pathname;

  function made(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  }
  function put(seq, html) {
    const row = made(html);
    row.hidden = here(row);
    const same = list.querySelector(`[data-seq="${seq}"]`);
    if (same) same.replaceWith(row);
    else list.append(row);
  }
  function putTabs(html) {
    const had = own.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const from = own.scrollLeft;
    own.replaceChildren(made(html));
    const open = own.querySelector(`a[href="${CSS.escape(location.pathname)}"]`);
    open?.setAttribute("aria-current", "page");
    own.scrollLeft = from;
    if (!from) open?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (had) own.querySelector(`a[href="${CSS.escape(had)}"]`)?.focus({ preventScroll: true });
  }

  connect(list.dataset.asked, {
    shown: () => [...own.children, ...list.children].map((row) => [Number(row.dataset.seq), row.dataset.mark]),
    take(push) {
      for (const seq of push.gone) list.querySelector(`[data-seq="${seq}"]`)?.remove();
      for (const row of push.rows) {
        if (row.seq === TABS) putTabs(row.html);
        else put(row.seq, row.html);
      }
      const said = Number(own.querySelector("[data-new]")?.dataset.new ?? 0);
      notice(said, list.querySelectorAll("[data-seq]:not([hidden])").length);
    },
    tell() {},
  });

  // Who says "not now", or has seen an answer, stays where they are.
  list.addEventListener("click", async (event) => {
    const button = event.target.closest("button[name=decline], button[data-seen]");
    if (!button) return;
    event.preventDefault();
    button.disabled = true;
    const body = new URLSearchParams(new FormData(button.form));
    body.set(button.name, button.value);
    const answer = await fetch(button.formAction, { method: "POST", body, headers: "seen" in button.dataset ? { "hx-request": "true" } : { accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) button.disabled = false;
    else if ("seen" in button.dataset) button.closest("li").remove();
  });
}
