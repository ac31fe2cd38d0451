import { expect, test, vi } from 'vitest';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { takeDroppedFiles } from '../../../../renderer/bootstrap/file-drop.ts';

function desk({ takesSeveral = false } = {}) {
  const window = new EventTarget() as unknown as Window;
  const taken: string[] = [];
  const said: string[] = [];
  const dropping = takeDroppedFiles({
    window,
    take: (files) => taken.push(files.map(({ name, bytes }) => `${name} ${bytes.length}`).join(', ')),
    takePictures: (files, at) => taken.push(`${files.map(({ name }) => name)} at ${at.x} ${at.y}`),
    say: (text) => said.push(text),
    takesSeveral,
  });
  /** True when the browser's own answer was prevented. */
  const send = (
    kind: 'dragover' | 'drop',
    files: readonly File[],
    types = files.length > 0 ? ['Files'] : ['text/plain'],
    folders: readonly string[] = [],
  ): boolean => {
    const items = files.map(({ name }) => ({ webkitGetAsEntry: () => ({ name, isDirectory: folders.includes(name) }) }));
    const event = Object.assign(new Event(kind, { cancelable: true }), {
      dataTransfer: { types, files, items, dropEffect: 'none' },
      clientX: 5,
      clientY: 7,
    });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  return { taken, said, send, dropping };
}

test('a dropped board file is taken, and the browser stays on the page', async () => {
  const { taken, said, send } = desk();
  const file = new File([new Uint8Array(5)], 'Plan.INKROOM');
  expect([send('dragover', [file]), send('drop', [file])]).toEqual([true, true]);
  await vi.waitFor(() => expect(taken).toEqual(['Plan.INKROOM 5']));
  expect(said).toEqual([]);
});

test('any other file is refused in words, and does not replace the page either', () => {
  const { taken, said, send } = desk();
  expect(send('drop', [new File(['x'], 'cat.doc')])).toBe(true);
  expect([taken, said]).toEqual([[], ['cat.doc is of a kind that Inkroom does not open. Drop a board, a drawing or a picture.']]);
});

test('every file of a drop is named that is not opened, and the sentence stays short', async () => {
  const { taken, said, send } = desk();
  const file = (name: string) => new File([new Uint8Array(5)], name);
  send('drop', [file('a.doc'), file('plan.inkroom'), file('b.xyz'), file('c.tldr')]);
  await vi.waitFor(() => expect(taken).toEqual(['plan.inkroom 5']));
  expect(said.splice(0)).toEqual([
    'a.doc and b.xyz are of kinds that Inkroom does not open. Drop a board, a drawing or a picture.',
    'plan.inkroom is opened, c.tldr is not. Drop one board or drawing at a time.',
  ]);
  send(
    'drop',
    Array.from({ length: 300 }, (_, i) => file(`${i}-${'长'.repeat(200)}.doc`)),
  );
  expect(said[0]).toMatch(/^0-长+….*, 1-.*, 2-.*, 3-.* and 296 others are of kinds/);
  expect(said[0]?.length).toBeLessThan(300);
});

test('a folder is called one, whatever its name ends in, and what was dropped with it is taken', async () => {
  const { taken, said, send } = desk();
  const file = (name: string) => new File([new Uint8Array(5)], name);
  send('drop', [file('plans'), file('old.inkroom'), file('a.tldr')], ['Files'], ['plans', 'old.inkroom']);
  await vi.waitFor(() => expect(taken).toEqual(['a.tldr 5']));
  expect(said).toEqual(['plans and old.inkroom are folders. Open one of the boards in them.']);
});

test('a file that is too large is refused before it is read', async () => {
  const { taken, said, send } = desk();
  const read = vi.fn();
  const huge = (name: string) => Object.assign(new File([], name), { arrayBuffer: read });
  const files = [huge('a.inkroom'), huge('b.tldr'), new File([new Uint8Array(5)], 'c.tldr')];
  for (const one of files.slice(0, 2)) Object.defineProperty(one, 'size', { value: LIMITS.snapshotBytes + 1 });
  send('drop', files);
  await vi.waitFor(() => expect(taken).toEqual(['c.tldr 5']));
  expect([said, read.mock.calls]).toEqual([['a.inkroom and b.tldr are larger than Inkroom opens. Open smaller files.'], []]);
});

test('where boards have windows every board of a drop is taken', async () => {
  const { taken, said, send } = desk({ takesSeveral: true });
  send('drop', [new File([new Uint8Array(5)], 'plan.inkroom'), new File([new Uint8Array(7)], 'c.tldr')]);
  await vi.waitFor(() => expect(taken).toEqual(['plan.inkroom 5, c.tldr 7']));
  expect(said).toEqual([]);
  const gone = (name: string) => Object.assign(new File([], name), { arrayBuffer: () => Promise.reject(new Error('gone')) });
  send('drop', [gone('a.inkroom'), new File([new Uint8Array(7)], 'd.tldr'), gone('b.inkroom')]);
  await vi.waitFor(() => expect(taken.at(-1)).toBe('d.tldr 7'));
  expect(said).toEqual(['a.inkroom and b.inkroom could not be read. Check that they are still there.']);
});

test('pictures are taken together, where they were dropped, and a board among them too', async () => {
  const { taken, said, send } = desk();
  const files = ['a.png', 'b.jpg'].map((name) => new File(['x'], name, { type: 'image/png' }));
  send('drop', [files[0] as File, new File([new Uint8Array(5)], 'Plan.inkroom'), files[1] as File]);
  await vi.waitFor(() => expect(taken).toEqual(['a.png,b.jpg at 5 7', 'Plan.inkroom 5']));
  expect(said).toEqual([]);
});

test('dragged text is left to the page, and nothing is taken after the end', () => {
  const { send, dropping } = desk();
  expect(send('drop', [])).toBe(false);
  dropping.dispose();
  expect(send('drop', [new File(['x'], 'cat.png')])).toBe(false);
});
