import '../styles/print.css';

/**
 * Prints an SVG picture, fitted onto the paper, in the place of the page. It stands in the page itself and not in a frame: there it has the
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
  // Browsers that print later tell when they are done; the others have printed when `print` returns.
  window.addEventListener('afterprint', () => sheet.remove(), { once: true });
  window.print();
}
