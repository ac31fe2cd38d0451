import type { Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { Clock } from '../../core/base/host.ts';
import type { ClientId, RoomId } from '../../core/board/ids.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { Membership } from './joining/membership.ts';
import type { RoomSaving } from './joining/room-saving.ts';
import type { Continuity } from './keeping/continuity.ts';
import type { LostCopyTracker } from './keeping/lost-copy.ts';
import type { HubLink } from './link/hub-link.ts';
import type { SessionStatus } from './session.ts';
import { publicState } from './session-machine.ts';
import type { SessionOptions } from './session-options.ts';
import type { RoomSync } from './sync/room-sync.ts';
import type { Authoring } from './writing/authoring.ts';
import { fullnessOf } from './writing/fullness.ts';
import type { Outbound } from './writing/outbound.ts';
import type { Outbox } from './writing/outbox.ts';
import { UnsentCount } from './writing/unsent-count.ts';

/** The least time between two updates of numbers that change with every stroke, because people cannot read faster. Milliseconds. */
const QUIET_MS = 200;

/** The sources of the status. */
export interface StatusParts {
  readonly room: RoomId;
  readonly clock: Clock;
  readonly pictures: SessionOptions['pictures'];
  readonly clientId: ClientId;
  readonly outbox: Outbox;
  readonly sync: RoomSync;
  readonly saving: RoomSaving;
  readonly link: HubLink;
  readonly outbound: Outbound;
  readonly membership: Membership;
  readonly lost: LostCopyTracker;
  readonly continuity: Continuity;
  readonly authoring: Authoring;
}

/** The status as one object, which is replaced at a change. */
export class StatusSource implements Disposable {
  readonly #parts: StatusParts;
  readonly #emitter = new Emitter<SessionStatus>();
  readonly #unsent: UnsentCount;
  #current: SessionStatus | undefined;
  #timer: Disposable | undefined;
  #refused: SessionStatus['refused'];

  constructor(parts: StatusParts) {
    this.#parts = parts;
    this.#unsent = new UnsentCount(parts.outbox, parts.pictures);
  }

  /** The same object until a change. */
  read(): SessionStatus {
    this.#current ??= this.#build();
    return this.#current;
  }

  on(listener: (status: SessionStatus) => void): Disposable {
    return this.#emitter.on(listener);
  }

  /** A change that people wait for: emitted at once. */
  changed(): void {
    this.#current = undefined;
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#emitter.emit(this.read());
  }

  /** A number changed: emitted soon. */
  drifted(): void {
    this.#current = undefined;
    this.#timer ??= this.#parts.clock.after(QUIET_MS, () => this.changed());
  }

  /** Own work was refused, by the hub or before sending. */
  refused(code: RefusalCode): void {
    this.#refused = { code, at: this.#parts.clock.mono() };
    this.changed();
  }

  #build(): SessionStatus {
    const { room, clock, clientId, outbox, sync, saving, link, outbound, lost, authoring, continuity, membership } = this.#parts;
    const { replica, epoch, origin } = sync;
    // A batch with an echo is on the board. Whether more than one instance has it is not shown to people [INS-8].
    const oldest = saving.isStored ? outbox.oldestQueuedAt : outbox.oldestUnseenAt;
    return {
      state: publicState(link.link),
      room,
      you: { clientId, ...membership.profile },
      unsent: this.#unsent.read(replica.board, !saving.isStored),
      oldestUnsentMs: oldest === undefined ? undefined : clock.mono() - oldest,
      ...membership.status(),
      ...saving.status(),
      epoch,
      instance: origin && { id: origin, ...membership.instance },
      transport: link.transport,
      carrier: link.carrier,
      roundTripMs: outbound.roundTripMs,
      lostCopy: lost.status(replica.board),
      refused: this.#refused,
      canUndo: authoring.canUndo,
      canRedo: authoring.canRedo,
      canTakeBack: authoring.canTakeBack,
      elements: replica.board.aliveCount,
      fullness: fullnessOf(replica.board),
      ...continuity.status(),
    };
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }
}
