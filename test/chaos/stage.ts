import type { LineState, TcpLine } from '../harness/tcp-line.ts';
import type { Who } from './crew-messages.ts';
import type { HubAct } from './schedule.ts';
import type { Fault } from './verdict.ts';

/** What a person reaches the room by, and what can be done to it. */
export type WayIn = Pick<TcpLine, 'server' | 'state' | 'become' | 'drop' | 'mend' | 'close'>;

export interface StageEvents {
  /** Somebody can be reached at the far end of every line, or not. */
  readonly wayIs: (isUp: boolean) => void;
  /** Names of the instances on which people have been live for a while, and are. */
  readonly served: () => ReadonlySet<string>;
}

/** The processes that serve the room. What they do without an order is a fault. */
export interface Stage {
  readonly faults: readonly Fault[];
  /** Of all hubs together. */
  readonly lives: number;
  /** `kept`: a board outlives everything that is done here. `memory`: it may be lost, and a new epoch begins. */
  readonly board: 'kept' | 'memory';
  /** Lives of the room that may be seen. */
  readonly mostEpochs: number;
  /** For the last line of a run. */
  readonly figures: string;
  start(): Promise<void>;
  /** A person's own; `newcomer`: for who comes when all has healed, by number. */
  openWay(who: Who, newcomer?: number): Promise<WayIn>;
  /** How many newcomers are to look at the room in the end. */
  readonly newcomers: number;
  /** Undone before it resolves. */
  perform(act: HubAct): Promise<void>;
  /** Looks how much memory is taken. */
  weigh(): Promise<void>;
  close(): Promise<void>;
}

/** Several lines that are cut, spoilt and mended as one; `server` is that of the first. */
export function oneWay(lines: readonly [TcpLine, ...TcpLine[]], end: () => Promise<void>): WayIn {
  const [first] = lines;
  return {
    server: first.server,
    get state() {
      return first.state;
    },
    become(state: LineState) {
      for (const line of lines) line.become(state);
    },
    drop: () => lines.reduce((lost, line) => lost + line.drop(), 0),
    mend() {
      for (const line of lines) line.mend();
    },
    async close() {
      await Promise.all(lines.map((line) => line.close()));
      await end();
    },
  };
}
