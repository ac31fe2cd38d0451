import { UPSTREAM_JSON, UPSTREAM_MESSAGEPACK } from '@inkroom/azure-signalr/serverless/upstream-invocation';
import { prefixLength } from '@inkroom/signalr/hub-protocol/framing';
import { type HubProtocol, type InvocationMessage, MessageType } from '@inkroom/signalr/hub-protocol/hub-protocol';
import { jsonProtocol } from '@inkroom/signalr/hub-protocol/json';
import { messagePackProtocol } from '@inkroom/signalr/hub-protocol/messagepack';
import { Inbox } from '@inkroom/signalr/receiving/inbox';
import type { ClientConnection } from '../clients/client-connection.ts';
import type { UpstreamAnswer, UpstreamBody } from './upstream-caller.ts';
import type { UpstreamName } from './upstream-settings.ts';

/** Longest hub message of a client. */
const MESSAGE_BYTES = 16 * 1024 * 1024;
const HANDSHAKE_DONE = Buffer.from('{}\u001e');

export interface ServerlessClientHost {
  /** Tells the upstream. */
  tell(name: UpstreamName, client: ClientConnection, body: UpstreamBody): Promise<UpstreamAnswer>;
  /** A message was skipped, and why. */
  skipped(client: ClientConnection, why: string): void;
}

/**
 * One client without an application server: the emulator itself answers the handshake, and passes the client's calls to the upstream,
 * one after the other. `ended`: the client is gone, and its last event is still to be told.
 */
export class ServerlessClient {
  readonly #client: ClientConnection;
  readonly #hub: string;
  readonly #host: ServerlessClientHost;
  readonly #protocol: HubProtocol;
  readonly #inbox = new Inbox();
  #phase: 'connecting' | 'open' | 'ended' | 'told' = 'connecting';
  #isBusy = false;
  #error: string | undefined = undefined;
  #pingedAt: number;

  constructor(client: ClientConnection, hub: string, host: ServerlessClientHost & { readonly now: number }) {
    this.#client = client;
    this.#hub = hub;
    this.#host = host;
    this.#protocol = client.protocol === 'messagepack' ? messagePackProtocol : jsonProtocol;
    this.#pingedAt = host.now;
  }

  begin(): void {
    this.#client.deliver(HANDSHAKE_DONE);
    void this.#work();
  }

  received(bytes: Buffer): void {
    this.#inbox.push(bytes);
    if (this.#isBusy) this.#client.pause();
    else void this.#work();
  }

  /** `error`: why it went, unless it went normally. */
  end(error: string | undefined): void {
    if (this.#phase === 'told') return;
    this.#phase = 'ended';
    this.#error = error;
    void this.#work();
  }

  ping(now: number, everyMs: number): void {
    if (now - this.#pingedAt < everyMs) return;
    this.#pingedAt = now;
    this.#client.deliver(this.#protocol.ping);
  }

  /** Everything that the upstream hears of this client, in order. */
  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    if (this.#phase === 'connecting') {
      this.#phase = 'open';
      await this.#tellOfConnection('connected', { type: 10 });
    }
    for (;;) {
      const message = this.#inbox.take(this.#protocol.framing, MESSAGE_BYTES);
      if (message === 'empty') break;
      if (typeof message === 'string') this.#refuse();
      else await this.#handle(message);
    }
    if (this.#phase === 'ended') {
      this.#phase = 'told';
      await this.#tellOfConnection('disconnected', { type: 11, ...(this.#error === undefined ? {} : { error: this.#error }) });
    }
    this.#isBusy = false;
    this.#client.resume();
  }

  async #tellOfConnection(event: 'connected' | 'disconnected', body: object): Promise<void> {
    const bytes = Buffer.from(JSON.stringify(body));
    await this.#host.tell({ hub: this.#hub, category: 'connections', event }, this.#client, {
      contentType: UPSTREAM_JSON,
      bytes,
    });
  }

  async #handle(framed: Buffer): Promise<void> {
    let message: ReturnType<HubProtocol['parse']>;
    try {
      message = this.#protocol.parse(framed);
    } catch {
      this.#refuse();
      return;
    }
    if (message?.type === MessageType.invocation) await this.#pass(message, framed);
    else if (message?.type === MessageType.streamInvocation)
      this.#host.skipped(this.#client, 'a stream was called: upstreams have none');
  }

  async #pass({ id, target }: InvocationMessage, framed: Buffer): Promise<void> {
    const name: UpstreamName = { hub: this.#hub, category: 'messages', event: target };
    const answer = await this.#host.tell(name, this.#client, this.#unframed(framed));
    if (answer.kind === 'unwanted') this.#host.skipped(this.#client, 'no upstream is set for this message');
    if (id !== undefined) this.#answer(id, answer);
  }

  #unframed(framed: Buffer): UpstreamBody {
    return this.#protocol.name === 'json'
      ? { contentType: UPSTREAM_JSON, bytes: framed.subarray(0, framed.length - 1) }
      : { contentType: UPSTREAM_MESSAGEPACK, bytes: framed.subarray(prefixLength(framed)) };
  }

  /** What the client gets for a call with an id (reference 10.4). */
  #answer(id: string, answer: UpstreamAnswer): void {
    const fail = (why: string): void =>
      this.#client.deliver(this.#protocol.completion(id, { kind: 'error', error: `Invocation failed, ${why}` }));
    if (answer.kind === 'unwanted') return;
    if (answer.kind === 'tooLarge') fail('response too large.');
    else if (answer.status === 204 || (answer.status === 200 && answer.body.length === 0))
      this.#client.deliver(this.#protocol.completion(id, { kind: 'void' }));
    else if (answer.status !== 200) fail(`status code ${answer.status}`);
    else if (this.#isWhole(answer.body)) this.#client.deliver(answer.body);
    else {
      // The service would send it as it is, and the client would break.
      this.#host.skipped(this.#client, `the upstream's answer is no framed message of the protocol ${this.#protocol.name}`);
      fail('the response is not a hub message.');
    }
  }

  #isWhole(body: Buffer): boolean {
    const messages = new Inbox();
    messages.push(body);
    for (let taken = messages.take(this.#protocol.framing, MESSAGE_BYTES); ; ) {
      if (typeof taken === 'string') return taken === 'empty' && messages.size === 0;
      taken = messages.take(this.#protocol.framing, MESSAGE_BYTES);
    }
  }

  #refuse(): void {
    this.#inbox.clear();
    this.#client.dismiss('The message cannot be read.', false, 'BadRequest');
  }
}
