import type { Clock, Log, Random } from '../../core/base/host.ts';
import type { Backplane } from '../ports/backplane.ts';
import type { ClientTransport } from '../ports/client-transport.ts';
import type { Links } from '../ports/links.ts';
import type { WatchRooms } from '../ports/room-watch.ts';
import type { SnapshotStore } from '../ports/snapshot-store.ts';
import type { Authorize } from './access.ts';
import type { HubPictures } from './pictures/picture-exchange.ts';
import type { Welcoming } from './welcome.ts';

export interface BoardHubOptions extends Welcoming {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly transport: ClientTransport;
  readonly store: SnapshotStore;
  readonly backplane: Backplane;
  readonly authorize: Authorize;
  /** Signed links, which may end while their holders are here. Left out: this hub has none. */
  readonly links?: Links;
  /** Most rooms that may be open at a time. Default: `LIMITS.roomsPerInstance`. */
  readonly maxRooms?: number;
  /** [AUD-1] Most people of one room who only watch. Default: 10,000. */
  readonly maxViewersPerRoom?: number;
  /** Left out: the hub takes no pictures. */
  readonly pictures?: HubPictures;
  /** [ADM-9] Bytes of memory that all boards together may use. Default: no limit. */
  readonly maxBoardBytes?: number;
  /** Most connections of one network address. Left out: addresses are unknown and have no budgets. */
  readonly connectionsPerAddress?: number;
  /** [FRM-5] The share of its core that this process used since the last call, 0 to 1. Left out: the pace ignores the load. */
  readonly takeUsed?: () => number;
  /** A member joined or left. */
  readonly onCompany?: () => void;
  /** Is told of members that come and go, and of boards that change. */
  readonly watch?: WatchRooms;
}
