/** Makes an element; text becomes text, never markup. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'class') node.className = value;
    else if (name === 'style') Object.assign(node.style, value);
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A picture; where it cannot be fetched, a plain sign stands in its place. */
export function picture(src, alt, props = {}) {
  const image = el('img', { class: 'picture', src, alt: alt ?? '', loading: 'lazy', ...props });
  image.addEventListener('error', () => {
    image.replaceWith(el('span', { class: 'broken', role: 'img', 'aria-label': alt ?? '' }, '🚫'));
  });
  return image;
}

/** Where the page gets a file that a message of the account points to. */
export function linkedFile(message, path) {
  return `/api/messages/${message.id}/media?path=${encodeURIComponent(path)}`;
}
