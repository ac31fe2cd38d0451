import { type Disposable, DisposableStore } from '../../core/base/disposable.ts';
import type { Clock, Random } from '../../core/base/host.ts';
import type { ElementId, Epoch } from '../../core/board/ids.ts';
import { decodeSnapshot } from '../../core/room/snapshot/snapshot.ts';
import type { Session, SessionStatus } from '../../renderer/session/session.ts';
import type { Intent, Sample, SeenElement, Who, Witness, Word } from './crew-messages.ts';
import { Hand } from './hand.ts';
import { type StrokeMark, strokeMark } from './stroke-mark.ts';

export interface PersonOptions {
  readonly who: Who;
  readonly session: Session;
  readonly draws: boolean;
  readonly pace: number;
  readonly random: Random;
  readonly clock: Clock;
  readonly say: (word: Word) => void;
}

/** How often a person looks at the status although it told nothing new, milliseconds. */
const LOOK_MS = 500;

/** Somebody in the room: a hand that draws, an eye on the status, and now and then a decision about a lost copy. */
export class Person implements Disposable {
  readonly #options: PersonOptions;
  readonly #owned = new DisposableStore();
  readonly #hand: Hand | undefined;
  /** Strokes finished in this epoch, and intents, that the hub is not known to have. */
  #open: { strokes: ElementId[]; intents: Intent[] } = { strokes: [], intents: [] };
  #epoch: Epoch | undefined;
  readonly #told = new Map<ElementId, number>();
  #deciding: Disposable | undefined;
  #isResting = false;
  #lookDue = 0;
  #lagMs = 0;
  #look: Disposable | undefined;

  constructor(options: PersonOptions) {
    const { who, session, draws, pace, random, clock, say } = options;
    this.#options = options;
    this.#owned.add(session.onStatus((status) => this.#onStatus(status)));
    this.#owned.add(
      session.onChange(({ ids, origin }) => {
        if (ids !== 'all' && origin !== 'server') for (const id of ids) this.#tellIntent(id);
      }),
    );
    if (draws) {
      this.#hand = this.#owned.add(
        new Hand({
          session,
          random,
          clock,
          pace,
          begun: (id) => say({ kind: 'begun', who, id }),
          finished: (stroke) => {
            this.#open.strokes.push(stroke.id);
            say({ kind: 'finished', who, stroke, at: clock.now() });
          },
        }),
      );
    }
    session.start();
    this.#armLook();
  }

  rest(): void {
    this.#isResting = true;
    this.#deciding?.dispose();
    this.#hand?.rest();
  }

  /** Brings back what this person holds of a lost board, if anything. */
  restore(): void {
    if (this.#options.session.status().lostCopy) this.#options.session.resolveLostCopy('restore');
  }

  witness(): Witness {
    const { who, session } = this.#options;
    const status = session.status();
    const elements = [...session.board().elements()].map(
      ({ id, pointCount, points, alive, ended }): SeenElement => ({ ...strokeMark(id, pointCount, points), alive, ended }),
    );
    const copy = status.lostCopy && this.#copied();
    return { who, sample: this.#sample(status), fingerprint: session.fingerprint(), elements, copy };
  }

  dispose(): void {
    this.#look?.dispose();
    this.#deciding?.dispose();
    this.#owned.dispose();
    this.#options.session.dispose();
  }

  #copied(): readonly StrokeMark[] {
    const file = decodeSnapshot(this.#options.session.copyBytes());
    if (!file.ok) throw new Error(`the copy cannot be read: ${file.error.code}`);
    return file.value.states.map(({ id, count, content }) => strokeMark(id, count, content as Uint8Array));
  }

  #sample({ state, unsent, epoch, instance, persistence, lostCopy, refused }: SessionStatus): Sample {
    return {
      at: this.#options.clock.now(),
      phase: state.phase,
      unsent,
      epoch,
      instance: instance?.name,
      persistence: persistence?.mode,
      lostCopy: lostCopy && { epoch: lostCopy.epoch, elements: lostCopy.elements },
      refused: refused?.code,
      lagMs: this.#lagMs,
    };
  }

  #armLook(): void {
    const { clock, session } = this.#options;
    this.#lookDue = clock.mono() + LOOK_MS;
    this.#look = clock.after(LOOK_MS, () => {
      this.#lagMs = Math.max(0, Math.round(clock.mono() - this.#lookDue));
      this.#onStatus(session.status());
      this.#armLook();
    });
  }

  #onStatus(status: SessionStatus): void {
    const { who, say } = this.#options;
    say({ kind: 'status', who, sample: this.#sample(status) });
    const { epoch, unsent, state } = status;
    if (epoch === undefined) return;
    if (this.#epoch !== undefined && this.#epoch !== epoch) this.#open = { strokes: [], intents: [] };
    this.#epoch = epoch;
    const { strokes, intents } = this.#open;
    if (state.phase === 'live' && unsent === 0 && strokes.length + intents.length > 0) {
      say({ kind: 'accepted', who, epoch, strokes, intents });
      this.#open = { strokes: [], intents: [] };
    }
    if (status.lostCopy && !this.#isResting) this.#deciding ??= this.#decide();
  }

  /** Half of the people bring the copy back after a while, a few throw it away, the others leave it open. */
  #decide(): Disposable {
    const { random, clock, session, who, say } = this.#options;
    const dice = random.next();
    return clock.after(500 + random.next() * 6_000, () => {
      this.#deciding = undefined;
      if (!session.status().lostCopy) return;
      if (dice < 0.5) session.resolveLostCopy('restore');
      else if (dice < 0.6) {
        say({ kind: 'discarded', who, ids: this.#copied().map(({ id }) => id) });
        session.resolveLostCopy('discard');
      }
    });
  }

  /** What this person last wanted of an element, told once. */
  #tellIntent(id: ElementId): void {
    const { session, who, say, clock } = this.#options;
    const board = session.board();
    const element = board.get(id);
    const stamp = board.stampOf(id, 'alive');
    if (!element || stamp?.clientId !== session.clientId || this.#told.get(id) === stamp.lamport) return;
    this.#told.set(id, stamp.lamport);
    const { lamport, clientId: by } = stamp;
    const intent: Intent = { id, alive: element.alive, lamport, by, at: clock.now() };
    this.#open.intents.push(intent);
    say({ kind: 'intent', who, intent });
  }
}
