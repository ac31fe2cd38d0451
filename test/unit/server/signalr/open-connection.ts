import type { ConnectionRules } from '@inkroom/signalr/connection/connection-rules';
import type { DisconnectReason } from '@inkroom/signalr/connection/disconnect-reason';
import type { HubMethod } from '@inkroom/signalr/hub';
import { DEFAULT_HUB_LIMITS, type HubLimits } from '@inkroom/signalr/hub-limits';
import type { FrameKind, Transport } from '@inkroom/signalr/transports/transport';
import { MethodTable } from '../../../../server/signalr/calls/method-table.ts';
import { questionRules } from '../../../../server/signalr/calls/questions.ts';
import { StayingItems } from '../../../../server/signalr/calls/staying-items.ts';
import { Connection, type ConnectionOwner } from '../../../../server/signalr/connection/connection.ts';
import { noTraffic } from '../../../../server/signalr/connection/traffic.ts';
import { ReadingTurn } from '../../../../server/signalr/receiving/reading-turn.ts';
import { UnfinishedMessages } from '../../../../server/signalr/receiving/unfinished-messages.ts';
import { FlushTurn } from '../../../../server/signalr/sending/flush-turn.ts';
import { SharedBytes } from '../../../../server/signalr/sending/shared-bytes.ts';
import { recordingLog } from '../../../signalr/listening-hub.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

/** A carrier that takes what it is given, or nothing, as the test says. */
export class FakeTransport implements Transport {
  readonly name = 'WebSockets';
  readonly carriesBinary: boolean = true;
  readonly keepsAlive = true;
  bufferedBytes = 0;
  writable = true;
  readonly frames: { readonly kind: FrameKind; readonly text: string; readonly bytes: Uint8Array }[] = [];
  readonly events: string[] = [];

  write(bytes: Uint8Array, kind: FrameKind): void {
    this.frames.push({ kind, text: Buffer.from(bytes).toString('latin1'), bytes });
    if (!this.writable) this.bufferedBytes += bytes.length;
  }
  pause(): void {
    this.events.push('pause');
  }
  resume(): void {
    this.events.push('resume');
  }
  end(): void {
    this.events.push('end');
  }
  abandon(): void {
    this.events.push('abandon');
  }
  destroy(): void {
    this.events.push('destroy');
  }
}

export interface OpenOptions {
  readonly methods?: Record<string, HubMethod>;
  readonly limits?: Partial<HubLimits>;
  readonly protocol?: 'json' | 'messagepack';
  readonly shakeHands?: boolean;
  readonly stateful?: boolean;
}

/** A connection with nothing real around it: its clock is fake and its transport too. */
export function openConnection({
  methods = {},
  limits = {},
  protocol = 'json',
  shakeHands = true,
  stateful = false,
}: OpenOptions = {}) {
  const clock = new FakeClock();
  const log = recordingLog();
  const transport = new FakeTransport();
  const disconnects: DisconnectReason[] = [];
  const traffic = noTraffic();
  const all: HubLimits = { ...DEFAULT_HUB_LIMITS, ...limits };
  const table = new Map(Object.entries(methods));
  const shared = new SharedBytes(all.sharedBytes);
  const unfinished = new UnfinishedMessages(clock, all);
  let gone = false;
  const rules: ConnectionRules & ConnectionOwner = {
    hub: { methods: table, onDisconnected: (_connection, reason) => void disconnects.push(reason) },
    methods: new MethodTable(table),
    stayingItems: new StayingItems(),
    clock,
    log,
    limits: all,
    detailedErrors: false,
    traffic,
    unfinished,
    reading: new ReadingTurn(clock),
    questions: questionRules(clock, all.clientResultTimeoutMs),
    relay: undefined,
    outbound: { ...all, shared, flushTurn: new FlushTurn(), traffic },
    left() {},
    gone() {
      gone = true;
    },
  };
  const identity = { id: 'id', token: 'token', isStateful: stateful, address: '' };
  const connection = new Connection(identity, rules, transport, { search: '', headers: {}, remoteAddress: '', user: undefined });
  const say = (text: string): void => connection.onBytes(Buffer.from(text));
  if (shakeHands) say(`{"protocol":"${protocol}","version":${stateful ? 2 : 1}}\u001e`);
  return {
    connection,
    transport,
    clock,
    log,
    traffic,
    shared,
    disconnects,
    say,
    isGone: () => gone,
    /** Lets time pass as the server does: with a sweep every second. */
    sweepFor(ms: number): void {
      for (let passed = 0; passed < ms; passed += all.sweepIntervalMs) {
        clock.advance(all.sweepIntervalMs);
        connection.sweep(clock.mono());
        unfinished.sweep(clock.mono());
      }
    },
    /** Frames behind the handshake answer. */
    frames: () => transport.frames.slice(1).map(({ text }) => text),
  };
}

/** The end of this turn of the event loop, when what was queued is written. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
