import { REFUSALS } from '../../../core/contract/refusal-codes.ts';
import type { OpenedFile } from '../../../core/contract/shell-contract.ts';
import type { Engine } from '../../engine/engine.ts';
import type { SessionStatus } from '../../session/session.ts';
import { createValue, type Source } from '../value-store.ts';
import type { Toasts } from '../watching/toasts.ts';
import { shortName } from '../words/file-names.ts';
import type { AddElements, WorldPlace } from './add-elements.ts';

export type ForeignFile = Pick<OpenedFile, 'name' | 'bytes'>;

/** A file of another app that waits for the person's choice: this board, or a board of its own. */
export interface PlaceQuestion {
  readonly name: string;
  /** Other people would see the file's elements. */
  readonly isShared: boolean;
  here(): void;
  own(): void;
  cancel(): void;
}

/** Opens files of other apps. The value of the source is the file that waits for an answer. */
export interface ForeignFiles extends Source<PlaceQuestion | undefined> {
  take(file: ForeignFile): Promise<void>;
}

export interface ForeignFilesOptions {
  readonly add: AddElements;
  readonly canvas: Pick<Engine, 'zoomToFit' | 'zoomToSelection'>;
  readonly status: Pick<Source<SessionStatus>, 'read'>;
  readonly company: Pick<Source<number>, 'read'>;
  readonly toasts: Pick<Toasts, 'fail'>;
  /** The middle of the view. */
  readonly middle: () => WorldPlace;
  readonly openNew: (file: ForeignFile) => void;
}

export function createForeignFiles(options: ForeignFilesOptions): ForeignFiles {
  const { add, canvas, status, company, toasts } = options;
  const question = createValue<PlaceQuestion | undefined>(undefined);
  return {
    read: question.read,
    watch: question.watch,
    async take(file) {
      const { readFile } = await import('../../files/read-file.ts');
      const result = await readFile(file.name, file.bytes);
      if (!result.ok) {
        const { code } = result.error;
        toasts.fail(`${shortName(file.name)}: ${REFUSALS[code]}`, code);
        return;
      }
      const isShared = company.read() > 0;
      if (status.read().elements === 0 && !isShared) {
        if (await add(result.value)) canvas.zoomToFit();
        return;
      }
      const answer = (then: () => void) => (): void => {
        question.write(undefined);
        then();
      };
      question.write({
        name: file.name,
        isShared,
        here: answer(async () => {
          if (await add(result.value, options.middle())) canvas.zoomToSelection();
        }),
        own: answer(() => options.openNew(file)),
        cancel: answer(() => {}),
      });
    },
  };
}
