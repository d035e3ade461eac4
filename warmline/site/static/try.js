// The shop's own script: its buttons open the chat, and whoever one was before is forgotten.
for (const button of document.querySelectorAll('[data-chat]'))
  button.addEventListener('click', () => window.warmline?.show());

const { who } = document.body.dataset;
addEventListener('warmline:ready', () => who || window.warmline.setUser(''));
