import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { CloseQuestion, ShellApi } from '../../../core/contract/desktop/shell-contract.ts';
import type { SessionStatus } from '../../session/session.ts';
import { createValue, type Source } from '../value-store.ts';
import { LEAVE } from '../words/dialog-words.ts';
import type { BoardFiles } from './board-files.ts';
import { leaveQuestion } from './leave-question.ts';

/** A pending question: the person wants to go to another room. */
export interface OpenQuestion extends CloseQuestion {
  /** The label of the leaving button. */
  readonly leaveWords: string;
  leave(): void;
  stay(): void;
  /** Saves a copy, and leaves when that has worked. Undefined where nothing would be lost. */
  readonly save: (() => void) | undefined;
}

/** Asks in the window before this room is left. When the window closes, the shell asks with the same words. */
export interface Leaving extends Source<OpenQuestion | undefined>, Disposable {
  /** The question for closing the window now. */
  question(): CloseQuestion | undefined;
  /** True when leaving loses nothing. Otherwise asks, and calls `go` when the person leaves anyway. */
  mayLeave(go: () => void): boolean;
  /** Asks whether an outside link may lead to that server, and calls `go` when it may. */
  askToFollow(server: string, go: () => void): void;
  /** The person wants to save a copy and then close the window. */
  saveAndClose(): Promise<void>;
}

export interface LeavingOptions {
  readonly status: Source<SessionStatus>;
  readonly company: Source<number>;
  readonly files: Pick<BoardFiles, 'save' | 'saved'>;
  readonly shell: Pick<ShellApi, 'setCloseQuestion' | 'closeWindow'>;
}

export function createLeaving({ status, company, files, shell }: LeavingOptions): Leaving {
  const open = createValue<OpenQuestion | undefined>(undefined);
  const question = (): CloseQuestion | undefined =>
    leaveQuestion(status.read(), { others: company.read(), saved: files.saved() });

  let told: CloseQuestion | undefined;
  const tell = (): void => {
    const next = question();
    if (next?.message === told?.message && next?.detail === told?.detail) return;
    told = next;
    // Without this text the shell uses its own, so a failure is harmless.
    shell.setCloseQuestion(next ?? null).catch(() => {});
  };
  const owned = new DisposableStore();
  owned.add(status.watch(tell));
  owned.add(company.watch(tell));
  tell();

  const save = async (): Promise<boolean> => {
    const saved = await files.save();
    tell();
    return saved;
  };
  const close = (): void => open.write(undefined);
  return {
    read: open.read,
    watch: open.watch,
    question,
    mayLeave(go) {
      const asked = question();
      if (asked === undefined) return true;
      open.write({
        ...asked,
        leaveWords: LEAVE.leave,
        stay: close,
        leave() {
          close();
          go();
        },
        save() {
          void save().then((saved) => {
            if (!saved) return;
            close();
            go();
          });
        },
      });
      return false;
    },
    askToFollow(server, go) {
      open.write({
        message: LEAVE.follow,
        detail: LEAVE.followMore(server),
        leaveWords: LEAVE.open,
        stay: close,
        leave() {
          close();
          go();
        },
        save: undefined,
      });
    },
    async saveAndClose() {
      if (await save()) await shell.closeWindow();
    },
    dispose() {
      owned.dispose();
      // The next room sets its own question.
      if (told !== undefined) shell.setCloseQuestion(null).catch(() => {});
    },
  };
}
