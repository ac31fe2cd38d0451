import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { icnsFile, icoFile } from './icon-files.ts';

/**
 * Makes the icons beside this file from its two SVGs: `node build/icons/render.ts [CHROMIUM]`. Run by hand after a change, and check the
 * result in: packaging needs no browser then.
 */
const SIZES = [16, 32, 48, 64, 128, 256, 512, 1_024];

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const [binary] = process.argv.slice(2);
const browser = await chromium.launch({ args: ['--no-sandbox'], ...(binary === undefined ? {} : { executablePath: binary }) });
try {
  const page = await browser.newPage();
  for (const name of ['icon', 'document']) {
    const pngs = new Map<number, Uint8Array>();
    for (const size of SIZES) pngs.set(size, await render(page, here(`${name}.svg`), size));
    writeFileSync(here(`${name}.ico`), icoFile(pngs));
    writeFileSync(here(`${name}.icns`), icnsFile(pngs));
    // Linux desktops take the app's icon as a set of sizes.
    if (name === 'icon') for (const [size, png] of pngs) writeFileSync(here(`png/${size}x${size}.png`), png);
  }
} finally {
  await browser.close();
}

async function render(page: Page, svg: string, size: number): Promise<Uint8Array> {
  await page.setViewportSize({ width: size, height: size });
  const source = readFileSync(svg).toString('base64');
  await page.setContent(
    `<body style="margin:0"><img style="display:block" width="${size}" height="${size}" src="data:image/svg+xml;base64,${source}"></body>`,
  );
  return page.locator('img').screenshot({ omitBackground: true });
}
