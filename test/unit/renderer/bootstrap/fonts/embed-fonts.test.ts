import { expect, test } from 'vitest';
import { embedFonts, type FontFile } from '../../../../../renderer/bootstrap/fonts/embed-fonts.ts';
import { RecordingCanvas } from '../../../../../renderer/engine/export/recording-canvas.ts';
import { markupOf } from '../../../../../renderer/engine/export/svg/svg-markup.ts';
import { boardFont, cssFont } from '../../../../../renderer/engine/text/layout/fonts.ts';

const FILES: readonly FontFile[] = [
  { family: 'Inter Variable', address: 'inter.woff2', characters: 'U+0000-00FF', weights: '100 900' },
  { family: 'Shantell Sans', address: 'hand.woff2', characters: 'U+0000-00FF,U+20AC' },
  { family: 'Shantell Sans', address: 'hand-cyrillic.woff2', characters: 'U+0400-045F' },
];

function picture(...texts: readonly (readonly [font: string, text: string])[]): string {
  const canvas = new RecordingCanvas(() => ({ width: 10 }) as TextMetrics);
  for (const [font, text] of texts) {
    canvas.font = font;
    canvas.fillText(text, 0, 0);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">\n${markupOf(canvas.marks, () => '')}\n</svg>\n`;
}

async function embedded(svg: string): Promise<{ readonly svg: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const read = async (address: string): Promise<Uint8Array> => {
    asked.push(address);
    return new TextEncoder().encode(address);
  };
  return { svg: await embedFonts(svg, FILES, read), asked };
}

test('a picture carries the files of the fonts that its texts use, and only those with a character of theirs', async () => {
  const hand = await embedded(picture([cssFont(1, 20), 'Привет €']));
  expect(hand.asked).toEqual(['hand.woff2', 'hand-cyrillic.woff2']);
  expect(hand.svg).toContain(
    `@font-face{font-family:"Shantell Sans";src:url(data:font/woff2;base64,${btoa('hand-cyrillic.woff2')});unicode-range:U+0400-045F}`,
  );
  expect(hand.svg).toMatch(/^<svg [^>]+>\n<defs><style>\n/);
  const title = await embedded(picture([`500 14px ${boardFont(0).families}`, 'Frame']));
  expect(title.asked).toEqual(['inter.woff2']);
  expect(title.svg).toContain('font-weight:100 900;');
});

test('a picture without text, and one of a font that is nowhere, stay as they are', async () => {
  for (const svg of [picture(), picture([cssFont(2, 20), 'mono']), picture(['16px sans-serif', 'Shantell Sans'])]) {
    expect(await embedded(svg)).toEqual({ svg, asked: [] });
  }
});

test('a font that cannot be read is left out, the others are there', async () => {
  const svg = await embedFonts(picture([cssFont(0, 20), 'a'], [cssFont(1, 20), 'b']), FILES, (address) =>
    address === 'inter.woff2' ? Promise.reject(new Error('offline')) : Promise.resolve(new Uint8Array([1])),
  );
  expect(svg.match(/@font-face/g)).toHaveLength(1);
  expect(svg).toContain('"Shantell Sans"');
});
