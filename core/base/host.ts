import type { Disposable } from './disposable.ts';

/** Time, injected. `now` is milliseconds since 1970 and may jump; `mono` is milliseconds that only grow. */
export interface Clock {
  now(): number;
  mono(): number;
  /** Runs once after `waitMs`; disposing before then cancels it. */
  after(waitMs: number, run: () => void): Disposable;
}

/** Randomness, injected. Ids need cryptographic `bytes`; tests inject a seeded source. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  bytes(count: number): Uint8Array;
}

/** Values that a log line may carry: never board content, never tokens. */
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
