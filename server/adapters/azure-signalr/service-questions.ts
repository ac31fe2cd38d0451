import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import type {
  ClientCompletion,
  ClientInvocation,
  ErrorCompletion,
  ServiceMapping,
} from '@inkroom/azure-signalr/protocol/service-messages';
import { errorTexts } from '@inkroom/signalr/calls/error-texts';
import type { Clock, Disposable, Random } from '@inkroom/signalr/host';
import { type AskOptions, HubError } from '@inkroom/signalr/hub';
import { type HubProtocol, type IncomingMessage, MessageType, type Outcome } from '@inkroom/signalr/hub-protocol/hub-protocol';
import { payloadsOf, protocolNamed } from './hub-payloads.ts';
import type { ServiceConnection } from './service-connections/service-connection.ts';

/** Most unanswered questions of other application servers to clients here: far more than a hub asks at a time. */
const FOREIGN_QUESTIONS = 10_000;

interface Question {
  readonly connectionId: string;
  /** The service's instance that has the client, when another server carries it. */
  instanceId: string | undefined;
  /** Endpoints that were asked and have not said that they cannot answer. */
  open: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export interface QuestionsOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly serverId: string;
  readonly timeoutMs: number;
  /** Protocol of a connection that this process carries. */
  protocolOf(connectionId: string): HubProtocol | undefined;
  /** The server connections to send on now: one where it is known which endpoint has the client, else one to each. */
  linesTo(connectionId: string): readonly ServiceConnection[];
}

type Completion = Extract<IncomingMessage, { readonly type: typeof MessageType.completion }>;

/** Client results: requested by this process from any client, and by others from clients here (reference 7.8). */
export class ServiceQuestions {
  readonly #options: QuestionsOptions;
  readonly #mark: string;
  #count = 0;
  readonly #asked = new Map<string, Question>();
  /** Invocation id -> the connection here that another server asks. */
  readonly #foreign = new Map<string, string>();

  constructor(options: QuestionsOptions) {
    this.#options = options;
    this.#mark = Buffer.from(options.random.bytes(16)).toString('hex');
  }

  ask(connectionId: string, target: string, args: readonly unknown[], { timeoutMs, signal }: AskOptions): Promise<unknown> {
    const { clock, serverId, linesTo } = this.#options;
    const invocationId = `${connectionId}-${this.#mark}-${++this.#count}`;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#asked.delete(invocationId);
        timer.dispose();
        signal?.removeEventListener('abort', giveUp);
      };
      const fail = (error: Error): void => {
        end();
        reject(error);
      };
      const giveUp = (): void => fail(new Error('The question was cancelled.'));
      const timer: Disposable = clock.after(timeoutMs ?? this.#options.timeoutMs, () =>
        fail(new Error('The client did not answer.')),
      );
      const lines = linesTo(connectionId);
      // Registered before it is sent: the answer must find it.
      this.#asked.set(invocationId, {
        connectionId,
        instanceId: undefined,
        open: lines.length,
        resolve(value) {
          end();
          resolve(value);
        },
        reject: fail,
      });
      if (signal?.aborted === true) giveUp();
      else if (lines.length === 0) fail(new Error(errorTexts.noConnection));
      else {
        signal?.addEventListener('abort', giveUp, { once: true });
        const payloads = payloadsOf((protocol) => protocol.invocation(target, args, invocationId));
        for (const line of lines)
          line.send({ type: T.clientInvocation, invocationId, connectionId, callerServerId: serverId, payloads, extensions: {} });
      }
    });
  }

  /** A client here answers. An answer without a question is ignored. */
  answered(connectionId: string, { id, outcome }: Completion): void {
    const { serverId, protocolOf, linesTo } = this.#options;
    const protocol = protocolOf(connectionId);
    if (protocol === undefined) return;
    const own = this.#asked.get(id);
    const isOwn = own?.connectionId === connectionId;
    if (!isOwn && this.#foreign.get(id) !== connectionId) return;
    this.#foreign.delete(id);
    const read = readOutcome(outcome, protocol);
    // The service drops the question when it hears of the answer; it needs no payload for a caller in this process.
    linesTo(connectionId)[0]?.send({
      type: T.clientCompletion,
      invocationId: id,
      connectionId,
      callerServerId: serverId,
      protocol: protocol.name,
      payload: isOwn ? Buffer.alloc(0) : protocol.completion(id, read),
      extensions: { protocol: protocol.name },
    });
    if (own !== undefined && isOwn) settle(own, read);
  }

  /** Another application server asks a client here: its answer is forwarded. */
  expected({ invocationId, connectionId }: ClientInvocation): void {
    if (this.#foreign.size < FOREIGN_QUESTIONS && this.#options.protocolOf(connectionId) !== undefined)
      this.#foreign.set(invocationId, connectionId);
  }

  /** A client of another application server has answered. */
  received({ invocationId, protocol: name, payload }: ClientCompletion): void {
    const question = this.#asked.get(invocationId);
    const protocol = protocolNamed(name);
    if (question === undefined) return;
    const message = protocol === undefined ? undefined : parse(protocol, payload);
    if (protocol === undefined || message?.type !== MessageType.completion) {
      question.reject(new HubError(errorTexts.wrongTypes));
      return;
    }
    settle(question, readOutcome(message.outcome, protocol));
  }

  failed({ invocationId, error }: ErrorCompletion): void {
    const question = this.#asked.get(invocationId);
    // Another endpoint may have the client.
    if (question !== undefined && --question.open <= 0) question.reject(new HubError(error ?? errorTexts.noConnection));
  }

  mapped({ invocationId, instanceId }: ServiceMapping): void {
    const question = this.#asked.get(invocationId);
    if (question !== undefined) question.instanceId = instanceId;
  }

  /** An instance of the service is gone, with its clients. */
  instanceGone(instanceId: string): void {
    for (const question of [...this.#asked.values()])
      if (question.instanceId === instanceId) question.reject(new Error(errorTexts.noConnection));
  }

  connectionGone(connectionId: string): void {
    for (const question of [...this.#asked.values()])
      if (question.connectionId === connectionId) question.reject(new Error(errorTexts.noConnection));
    for (const [id, one] of this.#foreign) if (one === connectionId) this.#foreign.delete(id);
  }
}

function parse(protocol: HubProtocol, payload: Uint8Array): IncomingMessage | undefined {
  try {
    return protocol.parse(Buffer.from(payload));
  } catch {
    return undefined;
  }
}

function readOutcome(outcome: Completion['outcome'], protocol: HubProtocol): Outcome {
  if (outcome.kind !== 'value') return outcome;
  const decoded = protocol.decodeValue(outcome.value);
  return decoded === undefined ? { kind: 'error', error: errorTexts.wrongTypes } : { kind: 'value', value: decoded.value };
}

function settle(question: Question, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'value':
      question.resolve(outcome.value);
      return;
    case 'void':
      question.reject(new HubError(errorTexts.noResult));
      return;
    case 'error':
      question.reject(new HubError(outcome.error));
      return;
  }
}
