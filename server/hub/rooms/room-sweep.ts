import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log } from '../../../core/base/host.ts';
import type { Departures } from '../departures.ts';
import type { Instances } from '../instances/instances.ts';
import { HubLogEvent } from '../log-events.ts';
import type { HubLoad } from '../pace/hub-load.ts';
import type { RoomRegistry } from './room-registry.ts';

/** Interval of the check for silent members and empty rooms, milliseconds. */
const SWEEP_MS = 5_000;

export interface RoomSweepOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: RoomRegistry;
  readonly departures: Departures;
  readonly instances: Pick<Instances, 'hearingSince'>;
  readonly load: HubLoad;
}

/** The regular checks of a hub that has rooms. One timer for all rooms, none without rooms. */
export class RoomSweep implements Disposable {
  readonly #options: RoomSweepOptions;
  #timer: Disposable | undefined;

  constructor(options: RoomSweepOptions) {
    this.#options = options;
  }

  /** A room was opened. */
  begin(): void {
    this.#options.load.watch();
    this.#timer ??= this.#options.clock.after(SWEEP_MS, () => {
      this.#timer = undefined;
      this.#sweep();
      if (this.#options.registry.size > 0) this.begin();
    });
  }

  #sweep(): void {
    const { clock, log, registry, departures, instances } = this.#options;
    const mono = clock.mono();
    for (const room of registry.rooms()) {
      for (const { entry } of room.sweep(mono)) log.info(HubLogEvent.memberSilent, { room: room.tag, member: entry.clientId });
      for (const member of room.overdue(mono)) departures.leave(room, member, 'not back');
    }
    registry.closeEmpty(mono, instances.hearingSince);
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#options.load.dispose();
  }
}
