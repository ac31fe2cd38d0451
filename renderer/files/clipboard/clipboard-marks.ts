import type { Pasted } from './pasted.ts';

/** A quick test for elements in the clipboard, without loading the readers. The readers decide. */
export function mayHoldElements({ html, text }: Pasted): boolean {
  if (html.includes('data-inkroom=') || html.includes('<div data-tldraw') || text.includes('<div data-tldraw')) return true;
  const start = text.slice(0, 2_000).trimStart();
  return (start.startsWith('{') && start.includes('"excalidraw')) || /^<(\?xml|!doctype svg|!--|svg)/i.test(start);
}
