import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';

const READER = new URL('../../node_modules/pdfjs-dist/build/', import.meta.url);
const ORIGIN = 'http://pdf-reader.test';

/** Draws the pages of a PDF with PDF.js, `scale` pixels for each point, in a page of its own. PNG bytes. */
export async function rasterisePdf(near: Page, pdf: Buffer, scale: number): Promise<Buffer[]> {
  const page = await near.context().newPage();
  await page.route(`${ORIGIN}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === '') await route.fulfill({ contentType: 'text/html', body: '<!doctype html>' });
    else await route.fulfill({ contentType: 'text/javascript', body: await readFile(new URL(name, READER)) });
  });
  try {
    await page.goto(`${ORIGIN}/`);
    const pictures = await page.evaluate(
      async ([base64, ratio, origin]) => {
        const reader: typeof import('pdfjs-dist') = await import(`${origin}/pdf.mjs`);
        reader.GlobalWorkerOptions.workerSrc = `${origin}/pdf.worker.mjs`;
        const data = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
        const reading = reader.getDocument({ data });
        const document = await reading.promise;
        const drawn: string[] = [];
        for (let number = 1; number <= document.numPages; number++) {
          const sheet = await document.getPage(number);
          const viewport = sheet.getViewport({ scale: ratio });
          const canvas = window.document.createElement('canvas');
          canvas.width = Math.floor(viewport.width + 0.01);
          canvas.height = Math.floor(viewport.height + 0.01);
          await sheet.render({ canvas, viewport }).promise;
          drawn.push(canvas.toDataURL('image/png').split(',')[1] ?? '');
        }
        await reading.destroy();
        return drawn;
      },
      [pdf.toString('base64'), scale, ORIGIN] as const,
    );
    return pictures.map((picture) => Buffer.from(picture, 'base64'));
  } finally {
    await page.close();
  }
}
