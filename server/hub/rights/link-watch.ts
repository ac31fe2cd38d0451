import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { Links } from '../../ports/links.ts';
import type { Departures } from '../departures.ts';
import type { Member } from '../room/member.ts';
import type { Room } from '../room/room.ts';

/** How often links are asked whether they still hold, milliseconds: with the look at the files, an end takes effect within a second. */
const LOOK_MS = 500;

export interface LinkWatchOptions {
  readonly clock: Clock;
  readonly links: Pick<Links, 'whyEnded'>;
  readonly rooms: () => Iterable<Room>;
  readonly departures: Pick<Departures, 'sendAway'>;
}

/** [RGT-5] A member whose signed link has ended goes. One timer for the hub, none while no member came by a link. */
export class LinkWatch implements Disposable {
  readonly #options: LinkWatchOptions;
  #timer: Disposable | undefined;

  constructor(options: LinkWatchOptions) {
    this.#options = options;
  }

  /** A member came. */
  came(member: Member): void {
    if (member.admitted.link !== undefined) this.#lookLater();
  }

  #lookLater(): void {
    this.#timer ??= this.#options.clock.after(LOOK_MS, () => this.#look());
  }

  #look(): void {
    this.#timer = undefined;
    const { links, rooms, departures } = this.#options;
    for (const room of rooms()) {
      for (const member of [...room.everyone()]) {
        const { link } = member.admitted;
        if (link === undefined) continue;
        const code = links.whyEnded(link);
        if (code === undefined) this.#lookLater();
        else departures.sendAway(room, member, code);
      }
    }
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }
}
