import type { Clock } from '../../../core/base/host.ts';
import type { InstanceId, RoomId } from '../../../core/board/ids.ts';
import type { RoomHead } from '../../../core/room/peer-messages.ts';

/**
 * A living instance that does not answer may serve a room and temporarily hear nothing. After this time without an answer it no
 * longer blocks a room from opening, milliseconds.
 */
const MUTE_MS = 30_000;

/** The answer of an instance that serves a room. */
export interface Told {
  readonly from: InstanceId;
  readonly head: RoomHead;
}

/** A question to all instances: those that have not answered yet, and the handler of the answers. */
interface Question {
  readonly waiting: Set<InstanceId>;
  readonly told: (told: Told) => void;
  /** All answers have come, or those that are missing are gone. */
  readonly ended: () => void;
}

export interface Asking {
  readonly withinMs: number;
  /** Instances that are asked too, and need not answer. */
  readonly mayLive?: readonly InstanceId[];
  /** Called with each answer. `enough` ends the question. */
  readonly told: (told: Told, enough: () => void) => void;
}

/** Questions to the other instances about rooms, and which living instances leave them unanswered. */
export class RoomQuestions {
  readonly #clock: Pick<Clock, 'mono' | 'after'>;
  readonly #living: ReadonlyMap<InstanceId, unknown>;
  readonly #send: (room: RoomId, askId: number) => void;
  readonly #open = new Map<number, Question>();
  /** Living instances that have not answered, with `clock.mono()` of the first unanswered question. */
  readonly #muteSince = new Map<InstanceId, number>();
  #lastId = 0;

  /** `living`: the instances that live now, kept by the caller. */
  constructor(
    clock: Pick<Clock, 'mono' | 'after'>,
    living: ReadonlyMap<InstanceId, unknown>,
    send: (room: RoomId, askId: number) => void,
  ) {
    this.#clock = clock;
    this.#living = living;
    this.#send = send;
  }

  /** Pairs an answer with its question. */
  nextId(): number {
    return ++this.#lastId;
  }

  /** True while a living instance that does not answer may serve a room. */
  get isAnswerMissing(): boolean {
    const mono = this.#clock.mono();
    return [...this.#muteSince.values()].some((since) => mono - since < MUTE_MS);
  }

  /**
   * Sends one question to all living instances, and to those that `mayLive`. True when all living ones have answered or are gone,
   * or when an answer called `enough`. Instances that may live are awaited until then, for `withinMs` at most.
   */
  async ask(room: RoomId, { withinMs, mayLive = [], told }: Asking): Promise<boolean> {
    const waiting = new Set([...this.#living.keys(), ...mayLive]);
    if (waiting.size === 0) return true;
    const askId = this.nextId();
    const asked = this.#clock.mono();
    const isAnswered = await new Promise<boolean>((resolve) => {
      const late = this.#clock.after(withinMs, () => resolve(false));
      const ended = (): void => {
        late.dispose();
        resolve(true);
      };
      this.#open.set(askId, { waiting, told: (one) => told(one, ended), ended });
      this.#send(room, askId);
    });
    this.#open.delete(askId);
    if (isAnswered) return true;
    const mute = [...waiting].filter((instance) => this.#living.has(instance));
    for (const instance of mute) if (!this.#muteSince.has(instance)) this.#muteSince.set(instance, asked);
    return mute.length === 0;
  }

  /** An answer came. `head` is undefined when the instance does not serve the room. */
  answer(from: InstanceId, askId: number, head: RoomHead | undefined): void {
    this.#muteSince.delete(from);
    const question = this.#open.get(askId);
    if (!question?.waiting.has(from)) return;
    if (head) question.told({ from, head });
    this.#hasAnswered(question, from);
  }

  /** The instance no longer lives: no question waits for it. */
  lost(instance: InstanceId): void {
    this.#muteSince.delete(instance);
    for (const question of this.#open.values()) this.#hasAnswered(question, instance);
  }

  #hasAnswered(question: Question, instance: InstanceId): void {
    if (question.waiting.delete(instance) && question.waiting.size === 0) question.ended();
  }
}
