import { type ClientId, isClientId, type Seq } from '../board/ids.ts';
import { isTraceId, type TraceId } from '../contract/tracing/trace-context.ts';
import { parseTraceRecords, type TraceRecord } from '../contract/tracing/trace-records.ts';
import { readCount, type WireValue } from '../wire/wire-value.ts';

/** One client's report, in milliseconds of the clock of the instance that it joined. */
export interface PeerReport {
  readonly who: ClientId;
  readonly came: number;
  readonly painted: number | undefined;
}

/** What another instance saw of a traced batch. Times are of its own clock, whose zero may be anywhere. */
export interface TracePart {
  readonly trace: TraceId;
  /** It heard of the trace, and it sends this. */
  readonly heard: number;
  readonly said: number;
  /** The frame came. Undefined: it did not, or before the instance watched. */
  readonly came: number | undefined;
  readonly bytes: number;
  readonly peers: readonly PeerReport[];
}

/** [TRC-6] What instances tell each other about the trace of a room. */
export type TraceTalk =
  /** The sender is watched for so long. 0: no longer. */
  | { readonly what: 'watch'; readonly lifeMs: number }
  /** The sender follows its batch `seq`. */
  | { readonly what: 'told'; readonly trace: TraceId; readonly seq: Seq; readonly who: ClientId }
  | { readonly what: 'part'; readonly part: TracePart }
  /** For the watchers of the receiver. */
  | { readonly what: 'records'; readonly records: readonly TraceRecord[] };

/** Never renumbered, never reused. */
const TalkCode = { watch: 0, told: 1, part: 2, records: 3 } as const;

/** A watch that is not renewed ends, milliseconds. */
const MAX_WATCH_MS = 60_000;
const MAX_PEERS = 64;
const MAX_TEXT = 256 * 1024;

export function packTraceTalk(talk: TraceTalk): WireValue[] {
  const code = TalkCode[talk.what];
  switch (talk.what) {
    case 'watch':
      return [code, talk.lifeMs];
    case 'told':
      return [code, talk.trace, talk.seq, talk.who];
    case 'part': {
      const { trace, heard, said, came, bytes, peers } = talk.part;
      return [
        code,
        trace,
        heard,
        said,
        came ?? null,
        bytes,
        peers.flatMap(({ who, came, painted }) => [who, came, painted ?? null]),
      ];
    }
    case 'records':
      return [code, JSON.stringify(talk.records)];
  }
}

export function readTraceTalk([code, ...fields]: readonly unknown[]): TraceTalk | undefined {
  switch (code) {
    case TalkCode.watch: {
      const lifeMs = readCount(fields[0], MAX_WATCH_MS);
      return lifeMs === undefined ? undefined : { what: 'watch', lifeMs };
    }
    case TalkCode.told: {
      const [trace, rawSeq, who] = fields;
      const seq = readCount(rawSeq);
      return isTraceId(trace) && seq !== undefined && isClientId(who) ? { what: 'told', trace, seq, who } : undefined;
    }
    case TalkCode.part: {
      const part = readPart(fields);
      return part && { what: 'part', part };
    }
    case TalkCode.records:
      return readRecords(fields[0]);
    default:
      return undefined;
  }
}

function readPart([trace, heard, said, came, rawBytes, rawPeers]: readonly unknown[]): TracePart | undefined {
  const bytes = readCount(rawBytes);
  const peers = readPeers(rawPeers);
  if (!isTraceId(trace) || !isTime(heard) || !isTime(said) || said < heard || bytes === undefined || !peers) return undefined;
  if (came !== null && !isTime(came)) return undefined;
  return { trace, heard, said, came: came ?? undefined, bytes, peers };
}

/** `id, came, painted or nil` repeated. */
function readPeers(raw: unknown): readonly PeerReport[] | undefined {
  if (!Array.isArray(raw) || raw.length % 3 !== 0 || raw.length > 3 * MAX_PEERS) return undefined;
  const peers: PeerReport[] = [];
  for (let i = 0; i < raw.length; i += 3) {
    const [who, came, painted]: readonly unknown[] = raw.slice(i, i + 3);
    if (!isClientId(who) || !isTime(came) || !(painted === null || (isTime(painted) && painted >= came))) return undefined;
    peers.push({ who, came, painted: painted ?? undefined });
  }
  return peers;
}

function readRecords(raw: unknown): TraceTalk | undefined {
  if (typeof raw !== 'string' || raw.length > MAX_TEXT) return undefined;
  try {
    return { what: 'records', records: parseTraceRecords(JSON.parse(raw)) };
  } catch {
    return undefined;
  }
}

function isTime(raw: unknown): raw is number {
  return typeof raw === 'number' && Number.isFinite(raw) && Math.abs(raw) < 1e15;
}
