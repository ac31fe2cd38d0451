import type { Clock, Log } from '../../../core/base/host.ts';
import type { Refusal } from '../../../core/base/result.ts';
import { ClientMethod, type RefusedArgs } from '../../../core/contract/hub-contract.ts';
import { type RefusalCode, refusalText } from '../../../core/contract/refusal-codes.ts';
import { CallRefused } from '../../ports/client-transport.ts';
import { HubLogEvent } from '../log-events.ts';
import type { TellRefused } from '../push.ts';
import type { Session } from '../session.ts';
import type { RefusedSum } from './refusal-sums.ts';

export interface RefusalsOptions {
  readonly counters: { refusals: number };
  readonly clock: Pick<Clock, 'mono'>;
  readonly log: Log;
}

/** Counts, logs and sends the hub's refusals. */
export class Refusals {
  readonly #options: RefusalsOptions;

  constructor(options: RefusalsOptions) {
    this.#options = options;
  }

  /** Returns the error that the call must throw. */
  ofCall(session: Session, event: string, { code, detail }: Refusal): CallRefused {
    const { counters, log } = this.#options;
    counters.refusals++;
    log.warn(event, { connection: session.connection.id, code, detail });
    return new CallRefused(refusalText(code));
  }

  readonly ofBatch: TellRefused = (session, n, code, expected) => {
    const { counters, clock } = this.#options;
    counters.refusals++;
    this.#log(session, session.refusalSums.note(code, clock.mono()));
    session.connection.send(ClientMethod.refused, [n, code, expected ?? null] satisfies RefusedArgs);
  };

  /** The session ends: logs refusals that were not logged yet. */
  ended(session: Session): void {
    this.#log(session, session.refusalSums.end());
  }

  #log(session: Session, sum: RefusedSum | undefined): void {
    if (sum) this.#options.log.warn(HubLogEvent.batchRefused, { connection: session.connection.id, ...sum });
  }
}

/** Closes a connection and tells the client not to reconnect. */
export function closeForGood({ connection }: Session, code: RefusalCode): void {
  connection.close({ error: refusalText(code), allowReconnect: false });
}
