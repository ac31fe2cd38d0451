import { type Disposable, DisposableStore } from '../../../../core/base/disposable.ts';
import { textOf } from '../../../../core/board/bodies/text-order.ts';
import type { BoardAccess } from '../../../../core/room/board-access.ts';
import type { Engine } from '../../../engine/engine.ts';
import { listen } from '../../../engine/listen.ts';
import { mayHoldElements } from '../../../files/clipboard/clipboard-marks.ts';
import type { Pasted } from '../../../files/clipboard/pasted.ts';
import { writeClipboard } from '../../../files/clipboard/write-clipboard.ts';
import { fromBoard } from '../../../files/from-board.ts';
import type { Reading } from '../../../files/new-element.ts';
import type { LinesAs } from '../../../files/read-words.ts';
import { isTypingTarget } from '../../commands/keys.ts';
import { lateModule } from '../../late-module.ts';
import { orSayNotLoaded } from '../../watching/not-loaded.ts';
import type { Toasts } from '../../watching/toasts.ts';
import { COPY_WORDS } from '../../words/board/copy-words.ts';
import { PASTED } from '../../words/file-names.ts';
import { type AddElements, placeUnder } from '../add-elements.ts';
import { type AddPictures, isPicture } from '../add-pictures.ts';

const loadDiagrams = lateModule(() => import('./paste-diagram.ts'));
const loadWords = lateModule(() => import('../../../files/read-words.ts'));
const loadPageClipboard = lateModule(() => import('./page-clipboard.ts'));
const loadElements = lateModule(() => import('../../../files/clipboard/read-clipboard.ts'));

/** The middle button in `buttons` of an event. */
const MIDDLE = 4;

export interface ClipboardEventsOptions {
  readonly target: Window;
  readonly access: Pick<BoardAccess, 'board'>;
  readonly canvas: Pick<Engine, 'snapshot' | 'arrange' | 'worldAt'>;
  readonly add: AddElements;
  readonly addPictures: AddPictures;
  readonly toasts: Pick<Toasts, 'fail'>;
  /** True for a place on the board, not on a button or panel. */
  isBoard(target: EventTarget | null): boolean;
  /** True while a dialog has the keyboard. */
  isModal(): boolean;
}

/** What menus do with the clipboard. */
export interface ClipboardActs extends Disposable {
  copy(): void;
  cut(): void;
  /** Pastes where the pointer was last on the board. */
  paste(): void;
}

/**
 * Copies and cuts the selection, and pastes under the pointer: elements that Inkroom, Excalidraw or tldraw copied, tables, diagrams,
 * pictures, and words.
 * Text fields keep their own.
 */
export function bindClipboard(options: ClipboardEventsOptions): ClipboardActs {
  const { target, access, canvas, toasts } = options;
  const owned = new DisposableStore();
  const on = <K extends keyof WindowEventMap>(name: K, run: (event: WindowEventMap[K]) => void): void => {
    owned.add(listen(target, name, run));
  };
  let pointer: { readonly x: number; readonly y: number } | undefined;
  /** For browsers that let a page write the clipboard but not read it, such as on a network without HTTPS. */
  let copiedLast: Pasted | undefined;
  /** On Linux the middle button, which moves the board, also pastes what was selected last. */
  let isMiddle = false;
  const isOurs = (event: ClipboardEvent): boolean =>
    !event.defaultPrevented && !isTypingTarget(event.target) && !options.isModal() && event.clipboardData !== null;

  /** The selection in both forms. Undefined without one. */
  const copied = (): Pasted | undefined => {
    const { selection } = canvas.snapshot();
    if (selection.length === 0) return undefined;
    const board = access.board();
    const texts = selection.map((id) => textOf(board, id)).filter((text) => text !== '');
    // Some systems paste nothing when there is no text at all.
    copiedLast = { html: writeClipboard(fromBoard(board, selection)), text: texts.join('\n') || ' ' };
    return copiedLast;
  };
  /** False when no element is selected, or text of the page is. */
  const copy = (event: ClipboardEvent): boolean => {
    const words = target.getSelection()?.toString() ?? '';
    const forms = isOurs(event) && words === '' ? copied() : undefined;
    if (!forms) return false;
    event.preventDefault();
    event.clipboardData?.setData('text/html', forms.html);
    event.clipboardData?.setData('text/plain', forms.text);
    return true;
  };

  // A paste does not say whether Shift was held: several lines are a text each then, and not one note.
  let linesAs: LinesAs = 'note';
  on('keydown', ({ shiftKey }) => {
    isMiddle = false;
    linesAs = shiftKey ? 'texts' : 'note';
  });
  const point = ({ target: over, clientX, clientY, buttons }: PointerEvent): void => {
    isMiddle = (buttons & MIDDLE) !== 0;
    if (options.isBoard(over)) pointer = { x: clientX, y: clientY };
  };
  on('pointermove', point);
  on('pointerdown', point);
  on('copy', (event) => void copy(event));
  on('cut', (event) => {
    if (copy(event)) canvas.arrange.remove();
  });
  on('paste', (event) => {
    const { clipboardData } = event;
    if (!isOurs(event) || clipboardData === null) return;
    if (isMiddle) {
      event.preventDefault();
      return;
    }
    // Read now, because after a wait the clipboard is no longer readable.
    const pasted = { html: clipboardData.getData('text/html'), text: clipboardData.getData('text/plain') };
    if (put(pasted, [...clipboardData.files])) event.preventDefault();
  });
  /** False when there was nothing to put on the board. */
  const put = (pasted: Pasted, files: readonly File[]): boolean => {
    const images = files.filter(isPicture);
    const others = files.filter((file) => !isPicture(file));
    const place = placeUnder(canvas, target, pointer);
    const take = (reading: Promise<Reading | undefined>): void => {
      void orSayNotLoaded(reading, options.toasts).then((read) => (read === undefined ? false : options.add(read, place)));
    };
    if (!mayHoldElements(pasted)) {
      // Spreadsheets copy a picture of their cells too.
      const isTable = pasted.html.includes('<table') && pasted.text.includes('\t');
      const hasWords = pasted.text.trim() !== '';
      if (images.length > 0 && !isTable) void options.addPictures(images, pointer);
      else if (hasWords) {
        const as = linesAs;
        // With Shift the words of a diagram stay words.
        const words = async (): Promise<Reading | undefined> => {
          const drawn = as === 'note' ? await (await loadDiagrams()).readDiagram(pasted.text, toasts) : undefined;
          return drawn ?? (await loadWords()).readWords(pasted, as);
        };
        take(words());
      } else if (others.length === 0) toasts.fail(pasted.html.trim() === '' ? PASTED.nothing : PASTED.noWords);
      if (others.length > 0 && !hasWords) toasts.fail(PASTED.unknownKind(others));
      return images.length > 0 || hasWords;
    }
    take(loadElements().then(({ readClipboard }) => readClipboard(pasted)));
    return true;
  };
  /** False when nothing was copied. */
  const copyNow = async (): Promise<boolean> => {
    const forms = copied();
    if (!forms) return false;
    const { writeForms } = await loadPageClipboard();
    if (await writeForms(target, forms)) return true;
    toasts.fail(COPY_WORDS.failed);
    return false;
  };
  const pasteNow = async (): Promise<void> => {
    linesAs = 'note';
    const { readForms } = await loadPageClipboard();
    const read = (await readForms(target)) ?? (copiedLast && { pasted: copiedLast, files: [] });
    if (read) put(read.pasted, read.files);
    else toasts.fail(PASTED.notAllowed);
  };
  return {
    copy: () => void orSayNotLoaded(copyNow(), toasts),
    cut: () =>
      void orSayNotLoaded(
        copyNow().then((isCopied) => void (isCopied && canvas.arrange.remove())),
        toasts,
      ),
    paste: () => void orSayNotLoaded(pasteNow(), toasts),
    dispose: () => owned.dispose(),
  };
}
