import type { Disposable } from './disposable.ts';

/** Time, handed in. `now` is milliseconds since 1970 and may step; `mono` is milliseconds that only grow. */
export interface Clock {
  now(): number;
  mono(): number;
  /** Runs once after `waitMs`; disposing before then cancels it. */
  after(waitMs: number, run: () => void): Disposable;
}

/** Randomness, handed in. Ids need `bytes` to be cryptographic; tests hand in a seeded one. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  bytes(count: number): Uint8Array;
}

/** Values a log line may carry: never what people drew or wrote, never tokens. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
};
