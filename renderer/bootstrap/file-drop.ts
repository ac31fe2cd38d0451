import { type Disposable, DisposableStore } from '../../core/base/disposable.ts';
import { isOpened } from '../../core/contract/desktop/file-endings.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import { listen } from '../engine/listen.ts';
import { isPicture } from '../ui/adding/add-pictures.ts';
import { DROPPED, notOpenedWords } from '../ui/words/file-names.ts';

/** A file that was dropped onto the window. */
export interface DroppedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface FileDropOptions {
  readonly window: Window;
  /** Takes the boards and drawings of one drop. */
  readonly take: (files: readonly DroppedFile[]) => void;
  /** Pictures, and the place of the drop (CSS pixels of the window). */
  readonly takePictures: (files: readonly File[], at: { readonly x: number; readonly y: number }) => void;
  /** Reports why a file was not taken. */
  readonly say: (text: string) => void;
  /** Each file can have a board of its own at once: where boards have windows. */
  readonly takesSeveral: boolean;
}

/** Takes boards and drawings that are dropped onto the window. Without this a browser would leave the page to show the file. */
export function takeDroppedFiles({ window, take, takePictures, say, takesSeveral }: FileDropOptions): Disposable {
  const owned = new DisposableStore();
  const on = (name: 'dragover' | 'drop', run: (event: DragEvent) => void): void => {
    owned.add(listen(window, name, run));
  };
  on('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
  });
  on('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    const folders = foldersIn(event);
    const files = [...(event.dataTransfer?.files ?? [])].filter(({ name }) => !folders.includes(name));
    if (folders.length > 0) say(notOpenedWords({ of: 'file', names: folders, why: 'folder' }));
    const pictures = files.filter((one) => !isOpened(one.name) && isPicture(one));
    if (pictures.length > 0) takePictures(pictures, { x: event.clientX, y: event.clientY });
    // Looked at before the file is read: a large one would fill the memory.
    const tooLarge = files.filter(({ name, size }) => isOpened(name) && size > LIMITS.snapshotBytes);
    if (tooLarge.length > 0) say(notOpenedWords({ of: 'file', names: tooLarge.map(({ name }) => name), why: 'tooLarge' }));
    const boards = files.filter((one) => isOpened(one.name) && !tooLarge.includes(one));
    const unknown = files.filter((one) => !isOpened(one.name) && !pictures.includes(one));
    if (unknown.length > 0) say(DROPPED.unknownKind(unknown));
    const [first, ...more] = boards;
    if (first && more.length > 0 && !takesSeveral) say(DROPPED.oneAtATime(first, more));
    void read(takesSeveral ? boards : boards.slice(0, 1));
  });
  const read = async (files: readonly File[]): Promise<void> => {
    const buffers = await Promise.all(files.map((file) => file.arrayBuffer().catch(() => undefined)));
    const unreadable = files.filter((_, i) => buffers[i] === undefined);
    if (unreadable.length > 0) say(notOpenedWords({ of: 'file', names: unreadable.map(({ name }) => name), why: 'unreadable' }));
    const taken = files.flatMap(({ name }, i) => {
      const buffer = buffers[i];
      return buffer === undefined ? [] : [{ name, bytes: new Uint8Array(buffer) }];
    });
    if (taken.length > 0) take(taken);
  };
  return owned;
}

/** Names of the folders among the dropped files. Only the list of items knows; it is gone after the event. */
function foldersIn({ dataTransfer }: DragEvent): readonly string[] {
  const entries = [...(dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry?.());
  return entries.flatMap((entry) => (entry?.isDirectory ? [entry.name] : []));
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
