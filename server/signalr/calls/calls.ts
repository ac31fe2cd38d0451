import { errorName } from '../error-name.ts';
import type { AskOptions, HubMethod } from '../hub.ts';
import { type InvocationMessage, MessageType, type Outcome } from '../hub-protocol/hub-protocol.ts';
import { bindCall } from './bind-call.ts';
import { Call, type CallScope } from './call.ts';
import type { Caller, CallRules } from './caller.ts';
import { errorTexts, isMeantForClient } from './error-texts.ts';
import { StreamCalls } from './stream-calls.ts';
import { NO_UPLOADS, type Upload, Uploads } from './uploads.ts';

interface Parked {
  readonly message: InvocationMessage;
  readonly uploads: readonly Upload[];
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/**
 * The calls of one connection. Invocations start in the order of arrival. Invocations beyond the limit wait here, and nothing
 * else waits: pings, cancels and other messages are handled meanwhile (reference 7.2, check 75).
 */
export class Calls implements CallScope {
  readonly uploads: Uploads;
  readonly #rules: CallRules;
  readonly #caller: Caller;
  readonly #streams: StreamCalls;
  #running = 0;
  /** Running calls that wait for an answer of their caller and do not count against the limit. */
  #lent = 0;
  /** In order, from `#parkedFrom` on. */
  #parked: (Parked | undefined)[] = [];
  #parkedFrom = 0;
  #parkedBytes = 0;
  /** `held`: the connection's opening is not finished. `ended`: no call starts. */
  #gate: 'held' | 'open' | 'ended' = 'open';
  #abort: AbortController | undefined;

  constructor(rules: CallRules, caller: Caller) {
    this.#rules = rules;
    this.#caller = caller;
    this.uploads = new Uploads(() => caller.onUnparked());
    this.#streams = new StreamCalls(rules, caller, this.uploads);
  }

  /** A question from a call that counts against the limit of parallel calls. */
  async ask(target: string, args: readonly unknown[], options: AskOptions): Promise<unknown> {
    this.#lent++;
    // After the current turn, in which the call is counted.
    queueMicrotask(() => {
      if (this.#gate === 'open') this.#startParked();
    });
    try {
      return await this.#caller.connection.ask(target, args, options);
    } finally {
      this.#lent--;
    }
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#gate === 'ended') this.#abort.abort();
    return this.#abort.signal;
  }

  /** True while a call of the client runs or waits. */
  get isBusy(): boolean {
    return this.#running > 0 || this.#gate === 'held' || this.#parkedFrom < this.#parked.length;
  }

  /** True when reading from the client should stop for now. */
  get isFull(): boolean {
    const { parkedInvocations, parkedBytes, uploadItems, uploadBytes } = this.#rules.limits;
    if (this.#parked.length - this.#parkedFrom >= parkedInvocations || this.#parkedBytes >= parkedBytes) return true;
    return this.uploads.isFuller(uploadItems, uploadBytes);
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
    const uploads = message.streamIds.length === 0 ? NO_UPLOADS : this.#openUploads(message);
    if (uploads === undefined) return;
    if (this.#parkedFrom < this.#parked.length || !this.#mayStart(message)) {
      this.#parked.push({ message, uploads });
      this.#parkedBytes += message.bytes;
    } else this.#start(message, uploads);
  }

  /** Opens the uploads at once, even for a call that must wait: their items may follow directly. Undefined: refused. */
  #openUploads(message: InvocationMessage): readonly Upload[] | undefined {
    const { methods, limits } = this.#rules;
    const { streamIds, target } = message;
    // A call with another number of streams fails when it is bound.
    if (this.#gate === 'ended' || (methods.find(target)?.uploads ?? 0) !== streamIds.length) return NO_UPLOADS;
    if (this.uploads.count + streamIds.length > limits.streamsPerConnection) {
      this.#fail(message, errorTexts.tooManyStreams(target));
      return undefined;
    }
    const uploads = this.uploads.open(streamIds);
    if (uploads === undefined) this.#fail(message, errorTexts.streamIdInUse(streamIds[0] ?? ''));
    return uploads;
  }

  /** Cancels a stream, running or waiting. False: another id, which is ignored (reference 7.4). */
  cancel(id: string): boolean {
    const at = this.#parked.findIndex((one) => one?.message.type === MessageType.streamInvocation && one.message.id === id);
    const waiting = this.#parked[at];
    if (waiting === undefined) return this.#streams.cancel(id);
    this.#parked[at] = undefined;
    this.#parkedBytes -= waiting.message.bytes;
    this.uploads.close(waiting.uploads);
    this.#answer(id, { kind: 'void' });
    return true;
  }

  /** Aborts running calls and drops waiting ones. */
  end(): void {
    if (this.#gate === 'ended') return;
    this.#gate = 'ended';
    this.#parked = [];
    this.#parkedFrom = 0;
    this.#parkedBytes = 0;
    this.#streams.end();
    this.uploads.end();
    this.#abort?.abort();
  }

  #mayStart(message: InvocationMessage): boolean {
    if (this.#gate !== 'open') return false;
    // Streams in either direction do not count against the limit (reference 7.2).
    if (message.type === MessageType.streamInvocation || message.streamIds.length > 0) return true;
    return this.#running - this.#lent < this.#rules.limits.parallelInvocations;
  }

  #startParked(): void {
    const before = this.#parkedFrom;
    for (;;) {
      if (this.#parkedFrom >= this.#parked.length) break;
      const parked = this.#parked[this.#parkedFrom];
      if (parked !== undefined && !this.#mayStart(parked.message)) break;
      this.#parked[this.#parkedFrom] = undefined;
      this.#parkedFrom++;
      if (parked === undefined) continue;
      this.#parkedBytes -= parked.message.bytes;
      this.#start(parked.message, parked.uploads);
    }
    if (this.#parkedFrom === before) return;
    if (this.#parkedFrom >= this.#parked.length) {
      this.#parked = [];
      this.#parkedFrom = 0;
      this.#parkedBytes = 0;
    }
    if (this.#gate === 'open') this.#caller.onUnparked();
  }

  #start(message: InvocationMessage, uploads: readonly Upload[]): void {
    const { methods, detailedErrors } = this.#rules;
    const call = bindCall(message, this.#caller.protocol, methods, detailedErrors);
    if (call.kind === 'refused') {
      this.uploads.close(uploads);
      this.#fail(message, call.error);
      this.#caller.onUseless(message.bytes);
    } else if (call.method.kind === 'stream') this.#streams.start(message, call.method, call.args, uploads);
    else if (uploads.length === 0) this.#run(message, call.method, call.args);
    else void this.#runWithUploads(message, call.method, call.args, uploads);
  }

  /** Does not count against the limit of parallel calls. */
  async #runWithUploads(
    message: InvocationMessage,
    method: Extract<HubMethod, { kind: 'call' }>,
    args: readonly unknown[],
    uploads: readonly Upload[],
  ): Promise<void> {
    const { connection } = this.#caller;
    const calls = this;
    const scope: CallScope = {
      get signal() {
        return calls.signal;
      },
      ask: (target, asked, options) => connection.ask(target, asked, options),
    };
    try {
      this.#return(message, await method.run(new Call(scope, connection, message, args, uploads)));
    } catch (error) {
      this.#threw(message, error);
    }
    this.uploads.close(uploads);
    // Unread items may have stopped the client.
    this.#caller.onUnparked();
  }

  #run(message: InvocationMessage, method: Extract<HubMethod, { kind: 'call' }>, args: readonly unknown[]): void {
    let value: unknown;
    try {
      value = method.run(new Call(this, this.#caller.connection, message, args, NO_UPLOADS));
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
    // A missing value is null, not void, as in ASP.NET (reference 7.1).
    this.#answer(message.id, { kind: 'value', value: value ?? null });
  }

  #threw(message: InvocationMessage, error: unknown): void {
    const { log, detailedErrors } = this.#rules;
    const fields = { method: message.target, error: errorName(error) };
    // Debug level, because an error meant for the client is caused by the client, which could fill the log with it.
    if (isMeantForClient(error)) log.debug('hub.method_refused', fields);
    else log.warn('hub.method_failed', fields);
    this.#fail(message, errorTexts.methodFailed(message.target, error, detailedErrors));
  }

  /** A call without an invocation id gets no answer, not even this one (check 63). */
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
