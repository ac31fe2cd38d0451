import { type Disposable, DisposableStore, disposable } from '../../../core/base/disposable.ts';
import { textOf } from '../../../core/board/bodies/text-order.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';
import type { Engine } from '../../engine/engine.ts';
import { mayHoldElements } from '../../files/clipboard/clipboard-marks.ts';
import { writeClipboard } from '../../files/clipboard/write-clipboard.ts';
import { fromBoard } from '../../files/from-board.ts';
import type { LinesAs } from '../../files/read-words.ts';
import { isTypingTarget } from '../commands/keys.ts';
import { type AddElements, placeUnder } from './add-elements.ts';
import { type AddPictures, isPicture } from './add-pictures.ts';

export interface ClipboardEventsOptions {
  readonly target: Window;
  readonly access: Pick<BoardAccess, 'board'>;
  readonly canvas: Pick<Engine, 'snapshot' | 'arrange' | 'worldAt'>;
  readonly add: AddElements;
  readonly addPictures: AddPictures;
  /** True while a dialog has the keyboard. */
  isModal(): boolean;
}

/**
 * Copies and cuts the selection, and pastes under the pointer: elements that Inkroom, Excalidraw or tldraw copied, tables, pictures, and words.
 * Text fields keep their own.
 */
export function bindClipboard(options: ClipboardEventsOptions): Disposable {
  const { target, access, canvas } = options;
  const owned = new DisposableStore();
  const on = <K extends keyof WindowEventMap>(name: K, run: (event: WindowEventMap[K]) => void): void => {
    target.addEventListener(name, run);
    owned.add(disposable(() => target.removeEventListener(name, run)));
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
    const pasted = { html: clipboardData.getData('text/html'), text: clipboardData.getData('text/plain') };
    const place = placeUnder(canvas, target, pointer);
    if (!mayHoldElements(pasted)) {
      // Spreadsheets copy a picture of their cells too.
      const isTable = pasted.html.includes('<table') && pasted.text.includes('\t');
      if (images.length > 0 && !isTable) {
        event.preventDefault();
        void options.addPictures(images, pointer);
      } else if (pasted.text.trim() !== '') {
        event.preventDefault();
        const as = linesAs;
        void import('../../files/read-words.ts').then(({ readWords }) => {
          const reading = readWords(pasted, as);
          return reading === undefined ? false : options.add(reading, place);
        });
      }
      return;
    }
    event.preventDefault();
    void import('../../files/clipboard/read-clipboard.ts').then(({ readClipboard }) => {
      const reading = readClipboard(pasted);
      return reading === undefined ? false : options.add(reading, place);
    });
  });
  return owned;
}
