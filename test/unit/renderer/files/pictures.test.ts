import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { readClipboard } from '../../../../renderer/files/clipboard/read-clipboard.ts';
import { gatherScene } from '../../../../renderer/files/excalidraw/read-scene.ts';
import { scenePictures } from '../../../../renderer/files/excalidraw/scene-pictures.ts';
import { writeScene } from '../../../../renderer/files/excalidraw/write-scene.ts';
import { FILE_LIMITS } from '../../../../renderer/files/file-limits.ts';
import type { NewElement } from '../../../../renderer/files/new-element.ts';
import { base64Of, bytesOfBase64 } from '../../../../renderer/files/packed/base64.ts';
import { pictureInAddress } from '../../../../renderer/files/pictures/file-picture.ts';
import { withPicture } from '../../../../renderer/files/pictures/stored-picture.ts';
import { readFile } from '../../../../renderer/files/read-file.ts';
import { byKey, fixture, kindsOf, readFixture } from './fixture.ts';

const picturesOf = (elements: readonly NewElement[]) => elements.filter(({ picture }) => picture);

describe('the pictures in a file come as elements with the bytes of the file', () => {
  test('Excalidraw', async () => {
    const reading = await readFixture('album.excalidraw');
    expect(kindsOf(reading)).toEqual({ image: 4, rectangle: 1, arrow: 1 });
    expect(Object.fromEntries(reading.losses)).toEqual({ image: 1, webImage: 1 });
    const [sun, half, leaf] = ['sun', 'half', 'leaf'].map((key) => byKey(reading, key));
    expect(sun).toMatchObject({
      kind: ElementKind.image,
      x: 1600,
      y: 1600,
      values: { w: 1920, h: 1440 },
      picture: { type: 'image/png' },
    });
    expect(sun?.picture?.bytes.subarray(1, 4)).toEqual(new TextEncoder().encode('PNG'));
    expect(sun?.crop).toBeUndefined();
    expect(half).toMatchObject({
      values: { opacity: 50, mirrored: true },
      crop: { left: 0, top: 0, right: 0.5, bottom: 1 },
      groups: ['g'],
    });
    // Unpacked once.
    expect(half?.picture).toBe(sun?.picture);
    // Upside down: mirrored, and turned by half more than 0.5.
    expect(leaf).toMatchObject({ values: { mirrored: true, angle: 20_865, locked: true }, picture: { type: 'image/svg+xml' } });
    expect(byKey(reading, 'string').from?.on).toEqual({ key: 'sun', across: 500, down: 1000 });
  });

  test('tldraw', async () => {
    const reading = await readFixture('album.tldr');
    expect(kindsOf(reading)).toEqual({ image: 3 });
    expect(Object.fromEntries(reading.losses)).toEqual({ image: 1, webImage: 1 });
    expect(byKey(reading, 'shape:half')).toMatchObject({
      values: { opacity: 50, mirrored: true, angle: 18_000 },
      crop: { left: 0.5, top: 0, right: 1, bottom: 1 },
    });
    // tldraw turns about the corner, Inkroom about the middle.
    expect(byKey(reading, 'shape:leaf')).toMatchObject({
      x: (500 - 45 - 60) * 16,
      y: (100 + 60 - 45) * 16,
      values: { angle: 9000 },
    });
  });

  test('the first tldraw', async () => {
    const reading = await readFixture('album-old.tldr');
    expect(kindsOf(reading)).toEqual({ image: 1 });
    expect(Object.fromEntries(reading.losses)).toEqual({ image: 1 });
    expect(byKey(reading, 'p').picture?.type).toBe('image/png');
  });

  test('tldraw’s clipboard', () => {
    const file = JSON.parse(new TextDecoder().decode(fixture('album.tldr'))) as { records: { typeName: string }[] };
    const of = (type: string) => file.records.filter(({ typeName }) => typeName === type);
    const content = { type: 'application/tldraw', kind: 'content', data: { shapes: of('shape'), assets: of('asset') } };
    const reading = readClipboard({ html: `<div data-tldraw>${JSON.stringify(content)}</div>`, text: '' });
    expect(reading && kindsOf(reading)).toEqual({ image: 3 });
  });
});

test('only pictures inside the file are taken, and no more than the limit', async () => {
  expect(pictureInAddress('data:image/svg+xml;charset=utf-8,%3Csvg%2F%3E')?.bytes).toEqual(new TextEncoder().encode('<svg/>'));
  for (const address of [
    '',
    'https://example.org/a.png',
    'data:text/html;base64,AAAA',
    'data:image/png;base64,',
    'data:image/png;base64,<>',
    'data:image/svg+xml,%',
  ])
    expect(pictureInAddress(address), address).toBeUndefined();
  const count = FILE_LIMITS.pictures + 3;
  const ids = Array.from({ length: count }, (_, i) => `${i}`);
  const file = {
    type: 'excalidraw',
    elements: ids.map((id) => ({ id, type: 'image', fileId: id, x: 0, y: 0, width: 9, height: 9 })),
    files: Object.fromEntries(ids.map((id) => [id, { dataURL: 'data:image/png;base64,AAAA' }])),
  };
  const read = await readFile('many.excalidraw', new TextEncoder().encode(JSON.stringify(file)));
  if (!read.ok) throw new Error(read.error.code);
  expect(read.value.elements).toHaveLength(FILE_LIMITS.pictures);
  expect(Object.fromEntries(read.value.losses)).toEqual({ tooMany: 3 });
});

test('an exported scene contains its pictures, and what cannot be had is counted', async () => {
  const reading = await readFixture('album.excalidraw');
  const stored = new Map<string, { readonly type: string; readonly bytes: Uint8Array }>();
  const elements = picturesOf(reading.elements).map((element) => {
    const picture = element.picture ?? { type: '', bytes: new Uint8Array() };
    const hash = createHash('sha256').update(picture.bytes).digest('base64url');
    if (element.key !== 'broken') stored.set(hash, picture);
    return withPicture(element, { hash, type: picture.type, width: 40, height: 30 });
  });
  const files = await scenePictures(elements, async (hash) => stored.get(hash));
  const { text, losses } = writeScene(elements, () => '#000000', files);
  expect(Object.fromEntries(losses)).toEqual({ image: 1 });
  const again = gatherScene(JSON.parse(text))?.reading();
  expect(again && kindsOf(again)).toEqual({ image: 3 });
  for (const key of ['sun', 'half', 'leaf']) {
    const [before, after] = [byKey(reading, key), again && byKey(again, key)];
    expect(after?.picture).toEqual(before.picture);
    expect(after?.values).toEqual(before.values);
  }
});

test('pictures that would make the scene larger than Inkroom opens are left out', async () => {
  const element = (hash: string): NewElement => ({
    key: hash,
    kind: ElementKind.image,
    x: 0,
    y: 0,
    values: { w: 16, h: 16 },
    facts: { hash, type: 'image/png', naturalW: 1, naturalH: 1 },
  });
  const bytes = new Uint8Array(FILE_LIMITS.pictureBytes / 2 + 1);
  const files = await scenePictures(['a', 'b', 'a'].map(element), async () => ({ type: 'image/png', bytes }));
  expect([...files.keys()]).toEqual(['a']);
});

test('base64 both ways', () => {
  for (let length = 0; length < 70; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 97 + length * 31) & 255);
    expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    expect(bytesOfBase64(base64Of(bytes))).toEqual(bytes);
  }
});
