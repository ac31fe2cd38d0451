import { encodeOps } from '../../core/board/codec/op-codec.ts';
import { newClientSecret } from '../../core/board/ids.ts';
import type { OpBatch } from '../../core/board/op.ts';
import { type CatchUpItem, CONTRACT_VERSION, type Welcome } from '../../core/contract/hub-contract.ts';
import { unpackStates, unpackSuffix } from '../../core/room/catch-up.ts';
import { decodeFrame, type Frame, type MemberChange, openBatches } from '../../core/room/frame.ts';
import { Replica } from '../../core/room/replica.ts';
import { parseVector } from '../../core/room/version-vector.ts';
import { readBytes, type WireValue } from '../../core/wire/wire-value.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { connectStock, type StockConnection } from './stock-connection.ts';

export interface JoinOptions {
  readonly protocol?: 'json';
  /** What it has from before. */
  readonly replica?: Replica;
}

/** An honest client reduced to the protocol: joins, catches up, applies frames in order. It keeps no outbox and repeats nothing. */
export class RoomClient {
  readonly stock: StockConnection;
  readonly welcome: Welcome;
  readonly replica: Replica;
  /** Joins again as the same client. */
  readonly secret: string;
  readonly cursors = new Map<number, readonly [number | undefined, number | undefined]>();
  /** By number. */
  readonly members = new Map<number, { readonly clientId: string; readonly name: string }>();
  /** Own batches seen back. */
  echoedN = 0;
  #held: Frame[] | undefined = [];
  readonly #isJson: boolean;

  constructor(stock: StockConnection, welcome: Welcome, secret: string, { protocol, replica }: JoinOptions = {}) {
    this.#isJson = protocol === 'json';
    this.replica = replica ?? new Replica();
    this.stock = stock;
    this.welcome = welcome;
    this.secret = secret;
    for (const member of welcome.members) this.members.set(member.no, member);
  }

  static async join(
    server: string,
    over: Readonly<Record<string, unknown>> = {},
    options: JoinOptions = {},
  ): Promise<RoomClient> {
    const stock = await connectStock(server, options.protocol);
    const request = {
      version: CONTRACT_VERSION,
      room: 'room-1',
      secret: newClientSecret(nodeRandom),
      name: 'Ann',
      color: 1,
      ...over,
    };
    const frames: unknown[] = [];
    let deliver = (frame: unknown): void => void frames.push(frame);
    stock.hub.on('f', (frame: unknown) => deliver(frame));
    const welcome = (await stock.call('join', request)) as Welcome;
    const client = new RoomClient(stock, welcome, String(request.secret), options);
    for (const frame of frames) client.#receive(frame);
    deliver = (frame) => client.#receive(frame);
    if (welcome.catchUp === 'none') client.#apply();
    else await client.catchUp(over.have);
    return client;
  }

  get clientId(): Welcome['you']['clientId'] {
    return this.welcome.you.clientId;
  }
  get fingerprint(): string {
    return this.replica.board.fingerprint();
  }
  /** `[n, code]`, and for a gap `expected`. */
  refusals(): (readonly unknown[])[] {
    return this.stock.received.filter(({ target }) => target === 'refused').map(({ args }) => args.filter((arg) => arg !== null));
  }

  async catchUp(have?: unknown): Promise<readonly CatchUpItem[]> {
    const items = (await this.stock.stream('catchUp', have === undefined ? {} : { have })) as CatchUpItem[];
    const [start, end] = [items[0], items.at(-1)];
    if (start?.kind !== 'start' || end?.kind !== 'end') throw new Error('a catch-up begins with start and ends with end');
    const bytes = Buffer.concat(
      items.flatMap((item) => (item.kind === 'chunk' ? [readBytes(item.bytes) ?? new Uint8Array()] : [])),
    );
    if (bytes.length !== start.bytes) throw new Error('the chunks are not what start said');
    if (start.how === 'suffix') {
      const parts = unpackSuffix(bytes);
      if (!parts.ok) throw new Error(parts.error.code);
      for (const part of parts.value) this.replica.receive(part);
    } else {
      const states = unpackStates(bytes);
      const vector = parseVector(end.vector);
      if (!states.ok || !vector) throw new Error('the states cannot be read');
      this.replica.merge(states.value, vector);
    }
    this.#apply();
    return items;
  }

  async push(batch: OpBatch, cursor?: readonly number[]): Promise<void> {
    const encoded = encodeOps(batch.author, batch.ops);
    const ops = this.#isJson ? withBase64(encoded) : encoded;
    await this.stock.send('p', ...(cursor ? [batch.n, ops, cursor] : [batch.n, ops]));
  }

  /** What came while nothing could be applied yet. */
  #apply(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const frame of held) this.#applyFrame(frame);
  }

  #receive(raw: unknown): void {
    const frame = decodeFrame(raw);
    if (!frame.ok) throw new Error(`a frame cannot be read: ${frame.error.detail}`);
    if (this.#held) this.#held.push(frame.value);
    else this.#applyFrame(frame.value);
  }

  #applyFrame(frame: Frame): void {
    const origin = frame.origin ?? this.welcome.origin;
    const batches = openBatches(frame, (no) => this.members.get(no)?.clientId as Welcome['you']['clientId'] | undefined);
    if (!batches.ok) throw new Error(`a frame cannot be opened: ${batches.error.code}`);
    const { gap } = this.replica.receive({ origin, firstSeq: frame.firstSeq, batches: batches.value });
    if (gap) {
      // [SEQ-3] Never past a hole: ask, and keep what comes meanwhile.
      this.#held = [frame];
      void this.catchUp({ epoch: this.welcome.epoch, vector: this.replica.vector.pairs() });
      return;
    }
    for (const { author, n } of batches.value) if (author === this.clientId) this.echoedN = n;
    for (const change of frame.members) this.#meet(change);
    for (const { no, x, y } of frame.cursors) this.cursors.set(no, [x, y]);
  }

  #meet(change: MemberChange): void {
    if (change.kind === 'joined') this.members.set(change.member.no, change.member);
    else this.members.delete(change.no);
  }
}

/** JSON has no byte strings: clients of that protocol write base64. */
function withBase64(value: WireValue): WireValue {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return Array.isArray(value) ? value.map(withBase64) : value;
}
