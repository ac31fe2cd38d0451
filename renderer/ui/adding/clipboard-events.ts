import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import { textOf } from '../../../core/board/bodies/text-order.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';
import type { Engine } from '../../engine/engine.ts';
import { mayHoldElements } from '../../files/clipboard/clipboard-marks.ts';
import { writeClipboard } from '../../files/clipboard/write-clipboard.ts';
import { fromBoard } from '../../files/from-board.ts';
import { mermaidIn } from '../../files/mermaid/is-mermaid.ts';
import type { Reading } from '../../files/new-element.ts';
import type { LinesAs } from '../../files/read-words.ts';
import { isTypingTarget } from '../commands/keys.ts';
import { lateModule } from '../late-module.ts';
import { listen } from '../listen.ts';
import { orSayNotLoaded } from '../watching/not-loaded.ts';
import type { Toasts } from '../watching/toasts.ts';
import { PASTED } from '../words/file-names.ts';
import { type AddElements, placeUnder } from './add-elements.ts';
import { type AddPictures, isPicture } from './add-pictures.ts';
import { readDiagram } from './paste-diagram.ts';

const loadWords = lateModule(() => import('../../files/read-words.ts'));
const loadElements = lateModule(() => import('../../files/clipboard/read-clipboard.ts'));

export interface ClipboardEventsOptions {
  readonly target: Window;
  readonly access: Pick<BoardAccess, 'board'>;
  readonly canvas: Pick<Engine, 'snapshot' | 'arrange' | 'worldAt'>;
  readonly add: AddElements;
  readonly addPictures: AddPictures;
  readonly toasts: Pick<Toasts, 'fail'>;
  /** True while a dialog has the keyboard. */
  isModal(): boolean;
}

/**
 * Copies and cuts the selection, and pastes under the pointer: elements that Inkroom, Excalidraw or tldraw copied, tables, diagrams,
 * pictures, and words.
 * Text fields keep their own.
 */
export function bindClipboard(options: ClipboardEventsOptions): Disposable {
  const { target, access, canvas } = options;
  const owned = new DisposableStore();
  const on = <K extends keyof WindowEventMap>(name: K, run: (event: WindowEventMap[K]) => void): void => {
    owned.add(listen(target, name, run));
  };
  let pointer: { readonly x: number; readonly y: number } | undefined;
  const isOurs = (event: ClipboardEvent): boolean =>
    !event.defaultPrevented && !isTypingTarget(event.target) && !options.isModal() && event.clipboardData !== null;

  /** False when no element is selected, or text of the page is. */
  const copy = (event: ClipboardEvent): boolean => {
    const { selection } = canvas.snapshot();
    const words = target.getSelection()?.toString() ?? '';
    if (!isOurs(event) || selection.length === 0 || words !== '') return false;
    const board = access.board();
    event.preventDefault();
    event.clipboardData?.setData('text/html', writeClipboard(fromBoard(board, selection)));
    const texts = selection.map((id) => textOf(board, id)).filter((text) => text !== '');
    // Some systems paste nothing when there is no text at all.
    event.clipboardData?.setData('text/plain', texts.join('\n') || ' ');
    return true;
  };

  // A paste does not say whether Shift was held: several lines are a text each then, and not one note.
  let linesAs: LinesAs = 'note';
  on('keydown', ({ shiftKey }) => {
    linesAs = shiftKey ? 'texts' : 'note';
  });
  on('pointermove', ({ clientX, clientY }) => {
    pointer = { x: clientX, y: clientY };
  });
  on('copy', (event) => void copy(event));
  on('cut', (event) => {
    if (copy(event)) canvas.arrange.remove();
  });
  on('paste', (event) => {
    const { clipboardData } = event;
    if (!isOurs(event) || clipboardData === null) return;
    // Read now, because after a wait the clipboard is no longer readable.
    const images = [...clipboardData.files].filter(isPicture);
    const others = [...clipboardData.files].filter((file) => !isPicture(file));
    const pasted = { html: clipboardData.getData('text/html'), text: clipboardData.getData('text/plain') };
    const place = placeUnder(canvas, target, pointer);
    const take = (reading: Promise<Reading | undefined>): void => {
      void orSayNotLoaded(reading, options.toasts).then((read) => (read === undefined ? false : options.add(read, place)));
    };
    if (!mayHoldElements(pasted)) {
      // Spreadsheets copy a picture of their cells too.
      const isTable = pasted.html.includes('<table') && pasted.text.includes('\t');
      if (images.length > 0 && !isTable) {
        event.preventDefault();
        void options.addPictures(images, pointer);
      } else if (pasted.text.trim() !== '') {
        event.preventDefault();
        const as = linesAs;
        // With Shift the words of a diagram stay words.
        const diagram = as === 'note' ? mermaidIn(pasted.text) : undefined;
        const words = async (): Promise<Reading | undefined> => {
          const drawn = diagram === undefined ? undefined : await readDiagram(diagram, options.toasts);
          return drawn ?? (await loadWords()).readWords(pasted, as);
        };
        take(words());
      } else if (others.length === 0) options.toasts.fail(pasted.html.trim() === '' ? PASTED.nothing : PASTED.noWords);
      if (others.length > 0 && pasted.text.trim() === '') options.toasts.fail(PASTED.unknownKind(others));
      return;
    }
    event.preventDefault();
    take(loadElements().then(({ readClipboard }) => readClipboard(pasted)));
  });
  return owned;
}
