import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { HostedHere, ShellApi } from '../../../core/contract/shell-contract.ts';
import type { Session, SessionStatus } from '../../session/session.ts';
import { createValue, type Source } from '../value-store.ts';
import { KEEP_FAILED, keptWords } from '../words/status/keep-words.ts';

/** How long the room's board is waited for after the hub was started anew, milliseconds. It takes a second or two. */
const RETURN_MS = 60_000;

/** The app's own hub, as far as this room has to do with it. Undefined where there is none. */
export interface HubKeeping extends Source<HostedHere | undefined>, Disposable {
  /** Keeps the boards hosted here, or no longer. What is on the board of this room is in it again at once. */
  choose(keeps: HostedHere['keeps']): void;
}

export interface HubKeepingOptions {
  readonly shell: Pick<ShellApi, 'hostedHere' | 'keepBoardsHere'>;
  readonly server: string;
  readonly session: Pick<Session, 'status' | 'onStatus' | 'resolveLostCopy'>;
  readonly clock: Clock;
  readonly say: (text: string) => void;
  readonly fail: (text: string) => void;
}

export function watchHubKeeping({ shell, server, session, clock, say, fail }: HubKeepingOptions): HubKeeping {
  const hosted = createValue<HostedHere | undefined>(undefined);
  let returning: Disposable | undefined;
  shell.hostedHere(false).then(hosted.write, () => {});

  /** The hub that starts anew has an empty board: this window, which saw all of it, brings it back without a question. */
  const bringBack = (): void => {
    returning?.dispose();
    const waiting = new DisposableStore();
    const { epoch } = session.status();
    const look = ({ state, lostCopy, epoch: now }: SessionStatus): void => {
      if (state.phase !== 'live' || now === epoch) return;
      waiting.dispose();
      if (lostCopy !== undefined) session.resolveLostCopy('restore');
    };
    waiting.add(session.onStatus(look));
    waiting.add(clock.after(RETURN_MS, () => waiting.dispose()));
    returning = waiting;
  };

  return {
    read: hosted.read,
    watch: hosted.watch,
    choose(keeps) {
      const before = hosted.read();
      // A copy that waits for a decision is not of the board that is here now.
      const isHere = before?.server === server && session.status().lostCopy === undefined;
      if (isHere && before.keeps !== keeps) bringBack();
      shell.keepBoardsHere(keeps).then(
        (now) => {
          hosted.write(now);
          if (now.trouble === undefined) say(keptWords(now));
          else fail(keptWords(now));
        },
        () => fail(KEEP_FAILED),
      );
    },
    dispose() {
      returning?.dispose();
    },
  };
}
