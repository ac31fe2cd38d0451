import '../styles/print.css';

/**
 * Prints an SVG picture in place of the page, fitted to the paper. It is in the page itself instead of a frame: it then has the
 * page's fonts, and the page's policy allows no frames.
 */
export function printPicture(page: Document, svg: string): void {
  const window = page.defaultView;
  const picture = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  if (!window || picture.nodeName !== 'svg') return;
  const sheet = page.createElement('div');
  sheet.className = 'print-sheet';
  sheet.append(page.importNode(picture, true));
  page.body.append(sheet);
  // Browsers that print later report the end; in the others `print` returns after printing.
  window.addEventListener('afterprint', () => sheet.remove(), { once: true });
  window.print();
}
