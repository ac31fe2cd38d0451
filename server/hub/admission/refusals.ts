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

/** How the hub says no: counted, logged, and told to the client. */
export class Refusals {
  readonly #options: RefusalsOptions;

  constructor(options: RefusalsOptions) {
    this.#options = options;
  }

  /** Gives what the call is to throw. */
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

  /** The session ends: what was refused and is not logged yet is logged. */
  ended(session: Session): void {
    this.#log(session, session.refusalSums.end());
  }

  #log(session: Session, sum: RefusedSum | undefined): void {
    if (sum) this.#options.log.warn(HubLogEvent.batchRefused, { connection: session.connection.id, ...sum });
  }
}

/** Closes a connection that is not to come back. */
export function closeForGood({ connection }: Session, code: RefusalCode): void {
  connection.close({ error: refusalText(code), allowReconnect: false });
}
