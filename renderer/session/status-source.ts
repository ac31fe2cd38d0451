import type { Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { Clock } from '../../core/base/host.ts';
import type { SessionStatus } from './session.ts';

/** Numbers that change with every stroke are told at most this often, milliseconds: nobody reads faster. */
const QUIET_MS = 200;

/** The status as one object that is replaced when something in it changed. */
export class StatusSource implements Disposable {
  readonly #clock: Clock;
  readonly #build: () => SessionStatus;
  readonly #emitter = new Emitter<SessionStatus>();
  #current: SessionStatus | undefined;
  #timer: Disposable | undefined;

  constructor(clock: Clock, build: () => SessionStatus) {
    this.#clock = clock;
    this.#build = build;
  }

  /** The same object until something changed. */
  read(): SessionStatus {
    this.#current ??= this.#build();
    return this.#current;
  }

  on(listener: (status: SessionStatus) => void): Disposable {
    return this.#emitter.on(listener);
  }

  /** Something that people wait for changed: told at once. */
  changed(): void {
    this.#current = undefined;
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#emitter.emit(this.read());
  }

  /** A number changed: told soon. */
  drifted(): void {
    this.#current = undefined;
    this.#timer ??= this.#clock.after(QUIET_MS, () => this.changed());
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }
}
