// One's own state in the bar: while its menu is open it is not drawn anew; it closes like any menu.
export function listen() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const verb = event.detail.requestConfig?.verb;
    if (event.target.id === "my-state" && verb === "get" && event.target.querySelector("details[open]")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const menu = document.querySelector(".state-menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector(".state-menu[open]");
    if (!menu || event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
