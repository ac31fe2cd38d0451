import type { Clock, Log, Random } from '../core/base/host.ts';

export interface ServerHost {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Undefined: no client is the host. */
  readonly hostSide?: HostSide;
}

/** Extensions of the command line for the app that runs this server. */
export interface HostSide {
  /** The client that presents it is the host. */
  readonly hostKey: string;
  /** A member joined or left. */
  readonly onCompany: () => void;
}
