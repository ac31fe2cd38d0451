import type { Framing } from '../hub-protocol/framing.ts';
import { Inbox } from './inbox.ts';
import type { ReadingTurn } from './reading-turn.ts';
import type { UnfinishedMessages, UnfinishedOwner } from './unfinished-messages.ts';

/** The connection, as its reading sees it. */
export interface IntakeOwner {
  /** False when incoming messages are ignored. */
  readonly isListening: boolean;
  /** True while enough work waits; `unparked` reports when it is less. */
  readonly isFull: boolean;
  /** Framing of the next message. */
  readonly framing: Framing;
  /** Most bytes of that message. */
  readonly messageBytes: number;
  receive(framed: Buffer): void;
  violated(how: 'tooLarge' | 'malformed' | 'unfinished'): void;
  /** Stops and restarts the source of the bytes. */
  pause(): void;
  resume(): void;
}

export interface IntakeRules {
  /** Messages that are handled before other connections get their turn. */
  readonly messagesPerTurn: number;
  /** Bytes of these messages, for the same purpose. */
  readonly bytesPerTurn: number;
}

/** Bytes of each client that are read in a turn, whatever the others send. A client that draws sends some hundred at a time. */
const LIGHT_BYTES = 1024;

/** Shared by the intakes of all connections. */
export interface SharedIntake {
  readonly unfinished: UnfinishedMessages;
  readonly reading: ReadingTurn;
}

/** Splits a client's bytes into messages, and stops a client that is too fast. */
export class Intake implements UnfinishedOwner {
  readonly #owner: IntakeOwner;
  readonly #rules: IntakeRules;
  readonly #unfinished: UnfinishedMessages;
  readonly #reading: ReadingTurn;
  /** True while this connection is registered as having an unfinished message. */
  #isUnfinished = false;
  readonly #inbox = new Inbox();
  /** The turn that `#left` belongs to. */
  #turnNo = -1;
  #left = { messages: 0, bytes: 0, lightBytes: 0 };
  /** `full`: work waits and reading has stopped. `yielding`: other connections have their turn. */
  #state: 'flowing' | 'full' | 'yielding' = 'flowing';

  constructor(owner: IntakeOwner, rules: IntakeRules, { unfinished, reading }: SharedIntake) {
    this.#owner = owner;
    this.#rules = rules;
    this.#unfinished = unfinished;
    this.#reading = reading;
  }

  get isStopped(): boolean {
    return this.#state !== 'flowing';
  }

  push(bytes: Buffer): void {
    this.#inbox.push(bytes);
    if (this.#state === 'flowing') this.#read();
  }

  /** Drops unread bytes. */
  clear(): void {
    this.#inbox.clear();
    this.#finished();
  }

  giveUp(): void {
    this.#isUnfinished = false;
    this.#owner.violated('unfinished');
  }

  unparked(): void {
    if (this.#state !== 'full' || this.#owner.isFull) return;
    // Not from within the dispatch that has just freed a place.
    this.#yieldTurn();
  }

  #read(): void {
    const owner = this.#owner;
    const left = this.#left;
    if (!this.#isLight || left.messages <= 0 || left.bytes <= 0) this.#beginTurn();
    while (owner.isListening) {
      if (owner.isFull) {
        this.#state = 'full';
        owner.pause();
        return;
      }
      if (left.messages <= 0 || left.bytes <= 0 || (!this.#isLight && !this.#reading.hasTime())) {
        if (this.#inbox.size === 0) return;
        owner.pause();
        this.#yieldTurn();
        return;
      }
      const taken = this.#inbox.take(owner.framing, owner.messageBytes);
      if (taken === 'empty') {
        this.#awaitRest();
        return;
      }
      this.#finished();
      if (typeof taken === 'string') owner.violated(taken);
      else {
        left.messages--;
        left.bytes -= taken.length;
        left.lightBytes -= taken.length;
        owner.receive(taken);
      }
    }
  }

  /**
   * Counts the messages that a transport brings one by one in a turn together. A client that sends little begins no turn until it
   * has used up its light bytes, because telling turns apart costs a hub as much as a short message does. So it may read twice as
   * many of them in a turn.
   */
  #beginTurn(): void {
    const no = this.#reading.begin();
    if (no === this.#turnNo) return;
    this.#turnNo = no;
    const { messagesPerTurn, bytesPerTurn } = this.#rules;
    const left = this.#left;
    left.messages = messagesPerTurn;
    left.bytes = bytesPerTurn;
    left.lightBytes = LIGHT_BYTES;
  }

  #awaitRest(): void {
    const { size } = this.#inbox;
    if (size === 0) return;
    this.#isUnfinished = true;
    this.#unfinished.grown(this, size);
  }

  #finished(): void {
    if (!this.#isUnfinished) return;
    this.#isUnfinished = false;
    this.#unfinished.finished(this);
  }

  get #isLight(): boolean {
    return this.#inbox.size <= this.#left.lightBytes;
  }

  #yieldTurn(): void {
    this.#state = 'yielding';
    const goOn = (): void => {
      if (!this.#owner.isListening) return;
      this.#state = 'flowing';
      this.#read();
      // `#read` may have stopped again.
      if (!this.isStopped) this.#owner.resume();
    };
    // A short rest can be read in the same turn as others: the client only waited for its own calls.
    if (this.#inbox.size > LIGHT_BYTES) this.#reading.wait(goOn);
    else {
      this.#reading.begin();
      setImmediate(goOn);
    }
  }
}
