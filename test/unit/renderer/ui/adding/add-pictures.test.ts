import { expect, test } from 'vitest';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { createAddPictures } from '../../../../../renderer/ui/adding/add-pictures.ts';
import { createToasts } from '../../../../../renderer/ui/watching/toasts.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';

/** Adds files with these names. A name says what the file is. */
async function adding(...names: readonly string[]) {
  const toasts = createToasts(new FakeClock());
  const added: number[] = [];
  const add = createAddPictures({
    pictures: { add: async () => 'h' },
    canvas: { addPictures: (pictures) => void added.push(pictures.length) },
    toasts,
    async prepare(file) {
      const { name } = file as File;
      if (name.startsWith('bad')) throw new Error('no picture');
      const bytes = new Uint8Array(name.startsWith('large') ? LIMITS.pictureBytes + 1 : 9);
      return { bytes, type: 'image/png', width: 1, height: 1 };
    },
  });
  await add(names.map((name) => new File(['x'], name)));
  return { added, said: toasts.read().map(({ text }) => text) };
}

test('of many pictures at once, all that cannot be added are named, and the others are added', async () => {
  const names = ['bad1', 'good', 'bad2', 'large1', 'bad3', 'bad4', 'large2', 'bad5', 'bad6', 'bad7'];
  expect(await adding(...names)).toEqual({
    added: [1],
    said: [
      'bad1, bad2, bad3, bad4 and 3 others are not pictures that Inkroom can show.',
      'large1 and large2 are too large: a picture may have at most 10 MiB.',
    ],
  });
});

test('one that cannot be added is one sentence', async () => {
  expect((await adding('bad.png')).said).toEqual(['bad.png is not a picture that Inkroom can show.']);
});
