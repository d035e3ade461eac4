// Buttons of a page that open the chat.
for (const button of document.querySelectorAll('[data-chat]'))
  button.addEventListener('click', () => window.warmline?.show());
