import '../styles/print.css';

/**
 * Prints SVG pictures in place of the page, each on a sheet of its own and fitted to it. They are in the page itself instead of a
 * frame: they then have the page's fonts, and the page's policy allows no frames.
 */
export function printPages(page: Document, svgs: readonly string[]): void {
  const window = page.defaultView;
  if (!window) return;
  const sheets = svgs.flatMap((svg) => {
    const picture = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    if (picture.nodeName !== 'svg') return [];
    const sheet = page.createElement('div');
    sheet.className = 'print-sheet';
    sheet.append(page.importNode(picture, true));
    return [sheet];
  });
  if (sheets.length === 0) return;
  page.body.append(...sheets);
  // Browsers that print later report the end; in the others `print` returns after printing.
  window.addEventListener('afterprint', () => sheets.forEach((sheet) => void sheet.remove()), { once: true });
  window.print();
}
