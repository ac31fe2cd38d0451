import type { OpenedFile } from '../../../core/contract/desktop/shell-contract.ts';
import type { Engine } from '../../engine/engine.ts';
import type { SessionStatus } from '../../session/session.ts';
import { lateModule } from '../late-module.ts';
import { createValue, type Source } from '../value-store.ts';
import { orSayNotLoaded } from '../watching/not-loaded.ts';
import type { Toasts } from '../watching/toasts.ts';
import type { AddElements } from './add-elements.ts';
import type { WorldPlace } from './adding.ts';
import type { RefusedFiles } from './refused-files.ts';

const loadFiles = lateModule(() => import('../../files/read-file.ts'));

export type ForeignFile = Pick<OpenedFile, 'name' | 'bytes'>;

/** A file that waits for the person's choice: this board, or a board of its own. */
export interface PlaceQuestion {
  readonly name: string;
  /** Other people would see the file's elements. */
  readonly isShared: boolean;
  here(): void;
  own(): void;
  cancel(): void;
}

/** What becomes of a file on this board. */
export interface Placing {
  /** On the empty board: the file is its content. */
  fill(): void | Promise<void>;
  /** Next to the elements that are on the board. */
  add(): void | Promise<void>;
}

/** Opens files of other apps. The value of the source is the file that waits for an answer. */
export interface ForeignFiles extends Source<PlaceQuestion | undefined> {
  take(file: ForeignFile): Promise<void>;
  /** Puts a readable file where it belongs: on an empty board, on a board of its own, or where the person says. */
  place(file: ForeignFile, placing: Placing): Promise<void>;
}

export interface ForeignFilesOptions {
  readonly add: AddElements;
  readonly canvas: Pick<Engine, 'zoomToFit' | 'zoomToSelection'>;
  readonly status: Pick<Source<SessionStatus>, 'read'>;
  readonly company: Pick<Source<number>, 'read'>;
  readonly toasts: Pick<Toasts, 'fail'>;
  readonly refused: Pick<RefusedFiles, 'refuse'>;
  /** The middle of the view. */
  readonly middle: () => WorldPlace;
  readonly openNew: (file: ForeignFile) => void;
  /** A board of its own opens in a window of its own, so nothing has to be asked to leave this one. */
  readonly hasWindows: boolean;
}

export function createForeignFiles(options: ForeignFilesOptions): ForeignFiles {
  const { add, canvas, status, company, toasts, refused } = options;
  const question = createValue<PlaceQuestion | undefined>(undefined);
  /** Several files may come at once. One is asked about at a time. */
  const waiting: PlaceQuestion[] = [];

  async function place(file: ForeignFile, placing: Placing): Promise<void> {
    const isShared = company.read() > 0;
    if (status.read().elements === 0 && !isShared) {
      await placing.fill();
      return;
    }
    if (!isShared && options.hasWindows) {
      options.openNew(file);
      return;
    }
    const answer = (then: () => unknown) => (): void => {
      waiting.shift();
      question.write(waiting[0]);
      then();
    };
    waiting.push({
      name: file.name,
      isShared,
      here: answer(placing.add),
      own: answer(() => options.openNew(file)),
      cancel: answer(() => {}),
    });
    question.write(waiting[0]);
  }

  return {
    read: question.read,
    watch: question.watch,
    place,
    take: (file) => orSayNotLoaded(open(file), toasts),
  };

  async function open(file: ForeignFile): Promise<void> {
    const { readFile } = await loadFiles();
    const result = await readFile(file.name, file.bytes);
    if (!result.ok) {
      refused.refuse(file.name, result.error.code);
      return;
    }
    await place(file, {
      fill: async () => {
        if (await add(result.value)) canvas.zoomToFit();
      },
      add: async () => {
        if (await add(result.value, options.middle())) canvas.zoomToSelection();
      },
    });
  }
}
