// What colleagues ask of whoever looks, on every page: there at once, gone when it is answered, by whomever.
import { connect } from "./connection.js";

export function follow(list) {
  const here = (row) => row.querySelector("a")?.getAttribute("href") === location.pathname; // its page says the same, larger

  function put(seq, html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const row = template.content.firstElementChild;
    row.hidden = here(row);
    const same = list.querySelector(`[data-seq="${seq}"]`);
    if (same) same.replaceWith(row);
    else list.append(row);
  }

  connect(list.dataset.asked, {
    shown: () => [...list.children].map((row) => [Number(row.dataset.seq), row.dataset.mark]),
    take(push) {
      for (const seq of push.gone) list.querySelector(`[data-seq="${seq}"]`)?.remove();
      for (const row of push.rows) put(row.seq, row.html);
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
