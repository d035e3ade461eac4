// Elements, written short. Text is always text: nothing here ever reads markup.

export function h(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (name in made && name !== 'list' && name !== 'form') made[name] = value;
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

export function icon(path, size = 20) {
  const made = document.createElementNS(SVG, 'svg');
  for (const [name, value] of Object.entries({ viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true' }))
    made.setAttribute(name, value);
  for (const d of path.split('|')) {
    const line = document.createElementNS(SVG, 'path');
    line.setAttribute('d', d);
    made.append(line);
  }
  return made;
}

export const ICONS = {
  chat: 'M21 11.5a8.4 8.4 0 0 1-8.9 8.4 9.6 9.6 0 0 1-3.6-.7L3 21l1.7-4.6A8 8 0 0 1 3 11.5 8.6 8.6 0 0 1 12 3a8.6 8.6 0 0 1 9 8.5Z',
  down: 'm6 9 6 6 6-6',
  more: 'M5 12h.01|M12 12h.01|M19 12h.01',
  send: 'M12 19V5|m5 12 7-7 7 7',
  clip: 'm20 11.5-8.1 8.1a5.2 5.2 0 0 1-7.4-7.4l8.4-8.3a3.5 3.5 0 0 1 4.9 4.9l-8.4 8.3a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z|M4.5 20.5a7.5 7.5 0 0 1 15 0',
  away: 'M14 4h6v6|M20 4 10 14|M18 14v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h4',
  check: 'm5 12.5 4.5 4.5L19 7.5',
};

const ADDRESS = /https?:\/\/[^\s<>"'`]+/g;

// Addresses in a text become links; nothing else of it does anything.
export function withLinks(text, note) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = found[0].replace(/[.,;:!?)\]}。，、！？）]+$/u, '');
    parts.push(text.slice(from, found.index), link(address, address, note));
    from = found.index + address.length;
  }
  return [...parts, text.slice(from)];
}

export function link(address, label, note, ...more) {
  if (!/^https?:\/\//.test(address)) return label;
  return h(
    'a',
    { href: address, target: '_blank', rel: 'noopener noreferrer nofollow', className: 'link' },
    label, ...more, h('span', { className: 'unseen' }, ` (${note})`),
  );
}
