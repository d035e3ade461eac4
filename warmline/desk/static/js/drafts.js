// Words that were not sent yet, kept in this browser: they survive a reload, and go when their writer signs out.

const KEPT = "draft ";
const FOR = 3 * 24 * 3600 * 1000;
const account = document.body.dataset.account ?? "";

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(KEPT));
const nameOf = (place) => `${KEPT}${account} ${place}`;

export function keep(place, text) {
  if (text) localStorage.setItem(nameOf(place), JSON.stringify({ text, at: Date.now() }));
  else localStorage.removeItem(nameOf(place));
}

export function kept(place) {
  try { return JSON.parse(localStorage.getItem(nameOf(place)))?.text ?? ""; } catch { return ""; }
}

// Somebody else's words are nobody's business here; a page without an account is the one to sign in on.
export function tidy() {
  for (const key of keys()) {
    let old = true;
    try { old = Date.now() - JSON.parse(localStorage.getItem(key)).at > FOR; } catch { /* nothing of ours */ }
    if (old || (account && !key.startsWith(`${KEPT}${account} `))) localStorage.removeItem(key);
  }
  for (const form of document.querySelectorAll('form[action="/sign-out"]')) {
    form.addEventListener("submit", () => { for (const key of keys()) localStorage.removeItem(key); });
  }
}
