import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import type { ElementId } from '../../../../../core/board/ids.ts';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { createAddElements } from '../../../../../renderer/ui/adding/add-elements.ts';
import { bindClipboard } from '../../../../../renderer/ui/adding/clipboard/clipboard-events.ts';
import { createToasts } from '../../../../../renderer/ui/watching/toasts.ts';
import { COPY_WORDS } from '../../../../../renderer/ui/words/board/copy-words.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { LocalBoard } from '../../engine/local-board.ts';
import { fakeEngine } from '../fake-engine.ts';
import { noPictures } from './no-pictures.ts';

/** The readers are loaded when first used. */
const PATIENCE = { timeout: 10_000 };

const fixture = (name: string): string => readFileSync(new URL(`../../../../fixtures/files/${name}`, import.meta.url), 'utf8');

/** A page whose browser gives its clipboard out only in clipboard events, as without HTTPS. */
function desk() {
  const executed: string[] = [];
  const browser = { copies: true };
  const chrome = new EventTarget();
  const target = Object.assign(new EventTarget(), {
    innerWidth: 800,
    innerHeight: 600,
    getSelection: () => null,
    navigator: {},
    document: { execCommand: (name: string) => executed.push(name) > 0 && browser.copies },
  }) as unknown as Window;
  const board = new LocalBoard();
  const canvas = fakeEngine();
  const toasts = createToasts(new FakeClock());
  const modal = { is: false };
  const pictures: string[] = [];
  const bound = bindClipboard({
    target,
    access: board,
    canvas,
    add: createAddElements({ access: board, canvas, toasts, fonts: { load: async () => [] }, ...noPictures() }),
    addPictures: async (files, at) => void pictures.push(`${files.map(({ name }) => name)} at ${at?.x} ${at?.y}`),
    toasts,
    isModal: () => modal.is,
    isBoard: (over) => over !== chrome,
  });
  /** Gives what is on the clipboard afterwards, and whether the browser's own answer was prevented. */
  const send = (kind: 'copy' | 'cut' | 'paste', data: Record<string, string> = {}, files: readonly File[] = []) => {
    const clipboard = new Map(Object.entries(data));
    const clipboardData = {
      files,
      getData: (type: string) => clipboard.get(type) ?? '',
      setData: (type: string, text: string) => void clipboard.set(type, text),
    };
    const event = Object.assign(new Event(kind, { cancelable: true }), { clipboardData });
    target.dispatchEvent(event);
    return { prevented: event.defaultPrevented, data: Object.fromEntries(clipboard) };
  };
  const point = (clientX: number, clientY: number, buttons = 0) =>
    target.dispatchEvent(Object.assign(new Event('pointermove'), { clientX, clientY, buttons }));
  /** A movement over a button or panel. */
  const pointChrome = (clientX: number, clientY: number) => {
    const event = Object.assign(new Event('pointermove'), { clientX, clientY });
    Object.defineProperty(event, 'target', { value: chrome });
    target.dispatchEvent(event);
  };
  const key = (held: { readonly shiftKey: boolean }) => target.dispatchEvent(Object.assign(new Event('keydown'), held));
  return {
    board,
    canvas,
    pictures,
    bound,
    executed,
    browser,
    pointChrome,
    send,
    key,
    point,
    modal,
    said: () => toasts.read().map(({ text }) => text),
  };
}

test('what is copied here is pasted there with its middle under the pointer, and is selected', async () => {
  const one = desk();
  const id = one.board.stroke([
    [0, 0],
    [20, 10],
  ]);
  one.canvas.show({ selection: [id] });
  const { prevented, data } = one.send('copy');
  expect(prevented).toBe(true);
  expect(data['text/plain']).toBe(' ');
  const two = desk();
  two.point(100, 50);
  expect(two.send('paste', data).prevented).toBe(true);
  await vi.waitFor(() => expect(two.said()).toEqual(['1 element added.']), PATIENCE);
  const [copy] = two.board.alive();
  expect(two.board.points(copy?.id as ElementId)).toEqual([
    [90 * 16, 45 * 16],
    [110 * 16, 55 * 16],
  ]);
  expect(two.canvas.calls).toEqual([`select ["${copy?.id}"]`]);
});

test('the middle button moves the board: what Linux pastes by it adds nothing and is no fault', async () => {
  const { board, send, point, key, said } = desk();
  point(100, 50, 4);
  for (const text of ['selected elsewhere', '']) expect(send('paste', { 'text/plain': text }).prevented).toBe(true);
  expect([board.board().aliveCount, said()]).toEqual([0, []]);
  // The pointer has not moved since; a key was pressed for this one.
  key({ shiftKey: false });
  send('paste', { 'text/plain': 'mine' });
  const isPasted = (texts: number) => vi.waitFor(() => expect(board.board().aliveCount).toBe(texts), PATIENCE);
  await isPasted(1);
  point(100, 50, 4);
  point(101, 50);
  send('paste', { 'text/plain': 'mine' });
  await isPasted(2);
});

test('cut takes the selection away after it was copied', () => {
  const { board, canvas, send } = desk();
  canvas.show({ selection: [board.stroke([[0, 0]])] });
  expect(send('cut').data['text/html']).toContain('data-inkroom');
  expect(canvas.calls).toEqual(['remove']);
});

test('what Excalidraw and tldraw copied is pasted with what could not be kept', async () => {
  const excalidraw = desk();
  excalidraw.send('paste', { 'text/plain': fixture('garden.excalidraw-clipboard.json') });
  await vi.waitFor(() => expect(excalidraw.said()).toEqual(['4 elements added.']), PATIENCE);
  expect(excalidraw.board.alive().some(({ kind }) => kind === ElementKind.arrow)).toBe(true);
  const tldraw = desk();
  tldraw.send('paste', { 'text/html': fixture('kitchen-clipboard-v3.html'), 'text/plain': 'Kettle pours' });
  await vi.waitFor(
    () => expect(tldraw.said()[0]).toMatch(/^13 elements added\. 1 image, 1 video and 1 web page were left out\./),
    PATIENCE,
  );
});

test('dialogs and an empty selection keep their own clipboard', () => {
  const { board, canvas, send, modal, bound } = desk();
  expect(send('copy').prevented).toBe(false);
  canvas.show({ selection: [board.stroke([[0, 0]])] });
  modal.is = true;
  expect(send('copy').prevented).toBe(false);
  modal.is = false;
  bound.dispose();
  expect(send('copy').prevented).toBe(false);
});

test('a picture is pasted under the pointer; elements that come with one go first, and other files stay the page’s', async () => {
  const { pictures, send, point } = desk();
  const cat = new File(['x'], 'cat.png', { type: 'image/png' });
  point(30, 40);
  expect(send('paste', {}, [cat]).prevented).toBe(true);
  expect(send('paste', {}, [new File(['x'], 'notes.txt', { type: 'text/plain' })]).prevented).toBe(false);
  expect(send('paste', { 'text/html': fixture('kitchen-clipboard-v3.html') }, [cat]).prevented).toBe(true);
  expect(pictures).toEqual(['cat.png at 30 40']);
});

test('words from elsewhere are pasted: lines as one note, with Shift as a text each, a table as a grid', async () => {
  const one = desk();
  const texts = () => one.board.alive().filter(({ kind }) => kind === ElementKind.text || kind === ElementKind.note);
  expect(one.send('paste', { 'text/plain': 'milk\nbread' }).prevented).toBe(true);
  await vi.waitFor(() => expect(texts().map(({ kind }) => kind)).toEqual([ElementKind.note]), PATIENCE);
  one.key({ shiftKey: true });
  one.send('paste', { 'text/plain': 'milk\nbread' });
  await vi.waitFor(() => expect(texts()).toHaveLength(3), PATIENCE);
  one.key({ shiftKey: false });
  const picture = new File([new Uint8Array([1])], 'cells.png', { type: 'image/png' });
  const table = { 'text/html': '<table><tr><td>a</td><td>b</td></tr></table>', 'text/plain': 'a\tb' };
  one.send('paste', table, [picture]);
  await vi.waitFor(() => expect(texts()).toHaveLength(5), PATIENCE);
  expect(one.pictures).toEqual([]);
  expect(one.send('paste', { 'text/plain': ' ' }).prevented).toBe(false);
});

test('a Mermaid diagram is pasted as its elements in one step, broken or with Shift as words', async () => {
  const { board, send, key, said } = desk();
  const text = 'flowchart LR\n a[Milk] --> b(Tea)';
  expect(send('paste', { 'text/plain': text }).prevented).toBe(true);
  await vi.waitFor(() => expect(board.alive().map(({ kind }) => kind)).toContain(ElementKind.arrow), PATIENCE);
  expect(said().at(-1)).toBe('3 elements added.');
  expect(new Set(board.proposed.map(({ gesture }) => gesture)).size).toBe(1);
  send('paste', { 'text/plain': `${text}\n b -->` });
  await vi.waitFor(() => expect(board.alive().map(({ kind }) => kind)).toContain(ElementKind.note), PATIENCE);
  expect(said()).toContain('Line 3 of the Mermaid text could not be read, so it was pasted as text.');
  key({ shiftKey: true });
  send('paste', { 'text/plain': text });
  await vi.waitFor(() => expect(board.alive().filter(({ kind }) => kind === ElementKind.text)).toHaveLength(2), PATIENCE);
  expect(board.alive().filter(({ kind }) => kind === ElementKind.arrow)).toHaveLength(1);
});

const file = (name: string, type: string): File => new File(['x'], name, { type });

test.each<[string, Record<string, string>, readonly File[], string]>([
  [
    'files',
    {},
    [file('minutes.pdf', 'application/pdf'), file('clip.mp4', 'video/mp4')],
    'minutes.pdf and clip.mp4 cannot be pasted.',
  ],
  ['a page without words', { 'text/html': '<video src="x"></video>' }, [], 'What was copied has no words, pictures or elements.'],
  ['nothing', {}, [], 'There is nothing to paste.'],
])('what cannot be pasted is said: %s', (_what, data, files, said) => {
  const one = desk();
  one.send('paste', data, files);
  expect(one.said()).toEqual([expect.stringContaining(said)]);
});

test('of a picture and a file that were copied together, the picture is pasted and the file is named', () => {
  const { send, said, pictures } = desk();
  send('paste', {}, [file('photo.png', 'image/png'), file('minutes.pdf', 'application/pdf')]);
  expect(pictures).toHaveLength(1);
  expect(said()).toEqual([expect.stringContaining('minutes.pdf cannot be pasted.')]);
});

test('a menu copies, cuts and pastes too, also where the page may not read the clipboard', async () => {
  const { board, canvas, bound, executed, said } = desk();
  bound.paste();
  await vi.waitFor(() => expect(said()).toEqual([expect.stringContaining('Paste with the keyboard.')]));
  const ink = board.stroke([
    [0, 0],
    [20, 10],
  ]);
  canvas.show({ selection: [ink] });
  bound.cut();
  await vi.waitFor(() => expect(canvas.calls).toEqual(['remove']), PATIENCE);
  expect(executed).toEqual(['copy']);
  bound.paste();
  await vi.waitFor(() => expect(board.alive()).toHaveLength(2), PATIENCE);
});

test('a menu takes nothing away that could not be copied', async () => {
  const { board, canvas, bound, browser, said } = desk();
  browser.copies = false;
  canvas.show({ selection: [board.stroke([[0, 0]])] });
  bound.cut();
  await vi.waitFor(() => expect(said()).toEqual([COPY_WORDS.failed]), PATIENCE);
  expect(canvas.calls).toEqual([]);
});

test('a paste goes where the pointer was on the board, not under a button', async () => {
  const { send, point, pointChrome, pictures } = desk();
  point(30, 40);
  pointChrome(700, 590);
  send('paste', {}, [file('cat.png', 'image/png')]);
  expect(pictures).toEqual(['cat.png at 30 40']);
});
