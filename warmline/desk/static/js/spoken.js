// What scripts say, in the language of the page: the page carries the translations, English needs none.

const carried = document.getElementById("spoken");
const translated = carried ? JSON.parse(carried.textContent) : {};

export function spoken(text, values = {}) {
  const found = translated[text] || text;
  return found.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
