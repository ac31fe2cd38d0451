import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { HostedHere, ShellApi } from '../../../core/contract/desktop/shell-contract.ts';
import type { Session, SessionStatus } from '../../session/session.ts';
import { createValue, type Source } from '../value-store.ts';
import { KEPT, keptWords } from '../words/status/keep-words.ts';

/** Longest wait for the room's board after the hub restarted, milliseconds. It takes a second or two. */
const RETURN_MS = 60_000;

/** The app's own hub, as far as this room uses it. Undefined without one. */
export interface HubKeeping extends Source<HostedHere | undefined>, Disposable {
  /** Chooses disk or memory for boards hosted here. The room's current board is restored at once. */
  choose(keeps: HostedHere['keeps']): void;
  /** The hub is about to restart, because another window has chosen. */
  restarts(): void;
  /** What the hub does from now on. */
  told(hosted: HostedHere): void;
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

  /** The restarted hub has an empty board. This window has seen all of it and restores it without a question. */
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

  /** A copy with an open question does not belong to the current board. */
  const isHere = (): boolean => hosted.read()?.server === server && session.status().lostCopy === undefined;

  return {
    restarts() {
      if (isHere()) bringBack();
    },
    told: hosted.write,
    read: hosted.read,
    watch: hosted.watch,
    choose(keeps) {
      const before = hosted.read();
      if (isHere() && before?.keeps !== keeps) bringBack();
      shell.keepBoardsHere(keeps).then(
        (now) => {
          hosted.write(now);
          if (now.trouble === undefined) say(keptWords(now));
          else fail(keptWords(now));
        },
        () => fail(KEPT.failed),
      );
    },
    dispose() {
      returning?.dispose();
    },
  };
}
