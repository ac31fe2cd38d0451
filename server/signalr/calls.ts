import { bindCall } from './bind-call.ts';
import { errorTexts } from './error-texts.ts';
import type { Log } from './host.ts';
import type { HubCall, HubConnection, HubMethod } from './hub.ts';
import type { HubLimits } from './hub-limits.ts';
import { type HubProtocol, type InvocationMessage, MessageType, type Outcome } from './hub-protocol/hub-protocol.ts';
import type { MethodTable } from './method-table.ts';
import { StreamCalls } from './stream-calls.ts';

/** What all connections of a server share when they call. */
export interface CallRules {
  readonly methods: MethodTable;
  readonly limits: HubLimits;
  readonly detailedErrors: boolean;
  readonly log: Log;
}

/** The connection, as its calls see it. */
export interface Caller {
  readonly connection: HubConnection;
  readonly protocol: HubProtocol;
  /** Queues one framed message to the client. */
  reply(message: Uint8Array): void;
  readonly isRoomy: boolean;
  /** Invocations that were parked have been started: reading may go on. */
  onUnparked(): void;
}

/** One call of the application, allocated per message: the signal is made only for who asks. */
class Call implements HubCall {
  readonly connection: HubConnection;
  readonly args: readonly unknown[];
  readonly bytes: number;
  readonly #calls: Calls;

  constructor(calls: Calls, connection: HubConnection, args: readonly unknown[], bytes: number) {
    this.#calls = calls;
    this.connection = connection;
    this.args = args;
    this.bytes = bytes;
  }

  get signal(): AbortSignal {
    return this.#calls.signal;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/**
 * The calls of one connection. Invocations start in the order in which they came; more than the limit wait here, and only they:
 * pings, cancels and what else comes is handled meanwhile (reference 7.2, check 75).
 */
export class Calls {
  readonly #rules: CallRules;
  readonly #caller: Caller;
  readonly #streams: StreamCalls;
  #running = 0;
  /** In order, from `#parkedFrom` on. */
  #parked: (InvocationMessage | undefined)[] = [];
  #parkedFrom = 0;
  #parkedBytes = 0;
  /** `held`: the connection's opening is not finished. `ended`: nothing starts any more. */
  #gate: 'held' | 'open' | 'ended' = 'open';
  #abort: AbortController | undefined;

  constructor(rules: CallRules, caller: Caller) {
    this.#rules = rules;
    this.#caller = caller;
    this.#streams = new StreamCalls(rules, caller);
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#gate === 'ended') this.#abort.abort();
    return this.#abort.signal;
  }

  /** Something of the client runs or waits to run. */
  get isBusy(): boolean {
    return this.#running > 0 || this.#gate === 'held' || this.#parkedFrom < this.#parked.length;
  }

  /** No more should be read from the client for now. */
  get isFull(): boolean {
    const { parkedInvocations, parkedBytes } = this.#rules.limits;
    return this.#parked.length - this.#parkedFrom >= parkedInvocations || this.#parkedBytes >= parkedBytes;
  }

  hold(): void {
    if (this.#gate === 'open') this.#gate = 'held';
  }

  release(): void {
    if (this.#gate !== 'held') return;
    this.#gate = 'open';
    this.#startParked();
  }

  dispatch(message: InvocationMessage): void {
    if (this.#parkedFrom < this.#parked.length || !this.#mayStart(message)) {
      this.#parked.push(message);
      this.#parkedBytes += message.bytes;
    } else this.#start(message);
  }

  /** Of a stream, running or waiting. Other ids are ignored (reference 7.4). */
  cancel(id: string): void {
    const at = this.#parked.findIndex((one) => one?.type === MessageType.streamInvocation && one.id === id);
    const waiting = this.#parked[at];
    if (waiting === undefined) {
      this.#streams.cancel(id);
      return;
    }
    this.#parked[at] = undefined;
    this.#parkedBytes -= waiting.bytes;
    this.#answer(id, { kind: 'void' });
  }

  /** Aborts what runs and forgets what waits. */
  end(): void {
    if (this.#gate === 'ended') return;
    this.#gate = 'ended';
    this.#parked = [];
    this.#parkedFrom = 0;
    this.#parkedBytes = 0;
    this.#streams.end();
    this.#abort?.abort();
  }

  #mayStart(message: InvocationMessage): boolean {
    if (this.#gate !== 'open') return false;
    return message.type === MessageType.streamInvocation || this.#running < this.#rules.limits.parallelInvocations;
  }

  #startParked(): void {
    const before = this.#parkedFrom;
    for (;;) {
      if (this.#parkedFrom >= this.#parked.length) break;
      const message = this.#parked[this.#parkedFrom];
      if (message !== undefined && !this.#mayStart(message)) break;
      this.#parked[this.#parkedFrom] = undefined;
      this.#parkedFrom++;
      if (message === undefined) continue;
      this.#parkedBytes -= message.bytes;
      this.#start(message);
    }
    if (this.#parkedFrom === before) return;
    if (this.#parkedFrom >= this.#parked.length) {
      this.#parked = [];
      this.#parkedFrom = 0;
      this.#parkedBytes = 0;
    }
    if (this.#gate === 'open') this.#caller.onUnparked();
  }

  #start(message: InvocationMessage): void {
    const { methods, detailedErrors } = this.#rules;
    const call = bindCall(message, this.#caller.protocol, methods, detailedErrors);
    if (call.kind === 'refused') this.#fail(message, call.error);
    else if (call.method.kind === 'stream') this.#streams.start(message, call.method, call.args);
    else this.#run(message, call.method, call.args);
  }

  #run(message: InvocationMessage, method: Extract<HubMethod, { kind: 'call' }>, args: readonly unknown[]): void {
    let value: unknown;
    try {
      value = method.run(new Call(this, this.#caller.connection, args, message.bytes));
    } catch (error) {
      this.#threw(message, error);
      return;
    }
    if (!isThenable(value)) {
      this.#return(message, value);
      return;
    }
    this.#running++;
    Promise.resolve(value).then(
      (result) => {
        this.#return(message, result);
        this.#finished();
      },
      (error: unknown) => {
        this.#threw(message, error);
        this.#finished();
      },
    );
  }

  #finished(): void {
    this.#running--;
    if (this.#gate === 'open') this.#startParked();
  }

  #return(message: InvocationMessage, value: unknown): void {
    if (message.id === undefined) return;
    // No value is null, not void, as ASP.NET answers (reference 7.1).
    this.#answer(message.id, { kind: 'value', value: value ?? null });
  }

  #threw(message: InvocationMessage, error: unknown): void {
    const { log, detailedErrors } = this.#rules;
    log.warn('hub.method_failed', { method: message.target, error: error instanceof Error ? error.name : typeof error });
    this.#fail(message, errorTexts.methodFailed(message.target, error, detailedErrors));
  }

  /** Who wants no answer gets none, not even this one (check 63). */
  #fail(message: InvocationMessage, error: string): void {
    if (message.id !== undefined) this.#answer(message.id, { kind: 'error', error });
  }

  #answer(id: string, outcome: Outcome): void {
    if (this.#gate === 'ended') return;
    let bytes: Uint8Array;
    try {
      bytes = this.#caller.protocol.completion(id, outcome);
    } catch {
      this.#rules.log.error('hub.result_not_encodable', {});
      bytes = this.#caller.protocol.completion(id, { kind: 'error', error: errorTexts.notEncodable });
    }
    this.#caller.reply(bytes);
  }
}
