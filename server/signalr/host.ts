/** Services of the host, injected. The shapes equal those of the application, so its objects fit directly. */
export interface Disposable {
  dispose(): void;
}

/** `now` is milliseconds since 1970 and may jump; `mono` is milliseconds that only grow. */
export interface Clock {
  now(): number;
  mono(): number;
  /** Runs once after `waitMs`; disposing before then cancels it. */
  after(waitMs: number, run: () => void): Disposable;
}

export interface Random {
  /** Cryptographic: connection ids and tokens are made from them. */
  bytes(count: number): Uint8Array;
}

/** Never carries tokens or message content. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
