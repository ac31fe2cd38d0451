import { errorName } from '../error-name.ts';
import type { HubCall, HubMethod } from '../hub.ts';
import type { InvocationMessage, Outcome } from '../hub-protocol/hub-protocol.ts';
import { Call } from './call.ts';
import type { Caller, CallRules } from './caller.ts';
import { errorTexts, isMeantForClient } from './error-texts.ts';
import type { Upload, Uploads } from './uploads.ts';

interface RunningStream {
  readonly id: string;
  readonly abort: AbortController;
  readonly uploads: readonly Upload[];
  iterator: AsyncIterator<unknown> | undefined;
  phase: 'running' | 'ended';
}

/**
 * Streams from the server to one client (reference 7.4). The client's send queue paces them, because the protocol has no flow
 * control.
 */
export class StreamCalls {
  readonly #rules: CallRules;
  readonly #caller: Caller;
  readonly #uploads: Uploads;
  /** Created with the first stream: most connections have none. */
  #running: Map<string, RunningStream> | undefined;

  constructor(rules: CallRules, caller: Caller, uploads: Uploads) {
    this.#rules = rules;
    this.#caller = caller;
    this.#uploads = uploads;
  }

  start(
    message: InvocationMessage,
    method: Extract<HubMethod, { kind: 'stream' }>,
    args: readonly unknown[],
    uploads: readonly Upload[],
  ): void {
    const id = message.id ?? '';
    const { connection } = this.#caller;
    this.#running ??= new Map();
    if (this.#running.has(id)) {
      this.#uploads.close(uploads);
      this.#answer(id, { kind: 'error', error: errorTexts.idInUse(id) });
      return;
    }
    if (this.#running.size >= this.#rules.limits.streamsPerConnection) {
      this.#uploads.close(uploads);
      this.#answer(id, { kind: 'error', error: errorTexts.tooManyStreams(message.target) });
      return;
    }
    const stream: RunningStream = { id, abort: new AbortController(), uploads, iterator: undefined, phase: 'running' };
    this.#running.set(id, stream);
    const scope = { signal: stream.abort.signal, ask: connection.ask.bind(connection) };
    const call = new Call(scope, connection, message, args, uploads);
    void this.#run(stream, message.target, method, call);
  }

  /** The completion is sent at once, whatever the method waits for (check 77). False: there is no such stream. */
  cancel(id: string): boolean {
    const stream = this.#running?.get(id);
    if (stream === undefined) return false;
    this.#finish(stream, { kind: 'void' });
    this.#stop(stream);
    return true;
  }

  end(): void {
    const running = this.#running;
    this.#running = undefined;
    for (const stream of running?.values() ?? []) {
      stream.phase = 'ended';
      this.#stop(stream);
    }
  }

  async #run(
    stream: RunningStream,
    target: string,
    method: Extract<HubMethod, { kind: 'stream' }>,
    call: HubCall,
  ): Promise<void> {
    let items: AsyncIterable<unknown>;
    try {
      items = await method.run(call);
      stream.iterator = items[Symbol.asyncIterator]();
    } catch (error) {
      this.#failed(stream, target, error, errorTexts.methodFailed(target, error, this.#rules.detailedErrors));
      return;
    }
    if (stream.phase === 'ended') {
      this.#stop(stream);
      return;
    }
    try {
      await this.#pump(stream, stream.iterator, method.itemsStay === true);
    } catch (error) {
      this.#failed(stream, target, error, errorTexts.streamFailed(error, this.#rules.detailedErrors));
    }
  }

  async #pump(stream: RunningStream, iterator: AsyncIterator<unknown>, itemsStay: boolean): Promise<void> {
    const { protocol } = this.#caller;
    const { stayingItems } = this.#rules;
    for (;;) {
      const step = await iterator.next();
      if (stream.phase === 'ended') return;
      if (step.done === true) {
        this.#finish(stream, { kind: 'void' });
        return;
      }
      const { value } = step;
      if (itemsStay) {
        const make = (): Uint8Array => stayingItems.message(protocol, stream.id, value);
        this.#caller.reply(make(), { value, make });
      } else this.#caller.reply(protocol.streamItem(stream.id, value));
      if (!this.#caller.isRoomy) await this.#caller.connection.roomy();
      if (isEnded(stream)) return;
    }
  }

  #failed(stream: RunningStream, target: string, error: unknown, text: string): void {
    // Errors of an aborted method are ignored: no caller waits for it.
    if (stream.phase === 'ended') return;
    const fields = { method: target, error: errorName(error) };
    if (isMeantForClient(error)) this.#rules.log.debug('hub.stream_refused', fields);
    else this.#rules.log.warn('hub.stream_failed', fields);
    this.#finish(stream, { kind: 'error', error: text });
    this.#stop(stream);
  }

  #finish(stream: RunningStream, outcome: Outcome): void {
    stream.phase = 'ended';
    this.#running?.delete(stream.id);
    if (stream.uploads.length > 0) {
      this.#uploads.close(stream.uploads);
      this.#caller.onUnparked();
    }
    this.#answer(stream.id, outcome);
  }

  /** Tells the method to end. It may end later, or fail silently. */
  #stop(stream: RunningStream): void {
    stream.abort.abort();
    const { iterator } = stream;
    stream.iterator = undefined;
    if (iterator?.return === undefined) return;
    const failed = (): void => this.#rules.log.debug('hub.stream_cleanup_failed', {});
    try {
      Promise.resolve(iterator.return()).then(undefined, failed);
    } catch {
      failed();
    }
  }

  #answer(id: string, outcome: Outcome): void {
    this.#caller.reply(this.#caller.protocol.completion(id, outcome));
  }
}

/** A function, because the compiler does not know that an await may have changed the phase. */
function isEnded(stream: RunningStream): boolean {
  return stream.phase === 'ended';
}
