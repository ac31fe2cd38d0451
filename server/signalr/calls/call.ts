import type { AskOptions, HubCall, HubConnection } from '../hub.ts';
import type { Upload } from './uploads.ts';

/** What a call needs from its connection. */
export interface CallScope {
  readonly signal: AbortSignal;
  ask(target: string, args: readonly unknown[], options: AskOptions): Promise<unknown>;
}

/** One method call, allocated per message. The abort signal is created only when the method asks for it. */
export class Call implements HubCall {
  readonly connection: HubConnection;
  readonly args: readonly unknown[];
  readonly bytes: number;
  readonly uploads: readonly Upload[];
  readonly #scope: CallScope;

  constructor(
    scope: CallScope,
    connection: HubConnection,
    message: { readonly bytes: number },
    args: readonly unknown[],
    uploads: readonly Upload[],
  ) {
    this.#scope = scope;
    this.connection = connection;
    this.args = args;
    this.bytes = message.bytes;
    this.uploads = uploads;
  }

  get signal(): AbortSignal {
    return this.#scope.signal;
  }

  ask(target: string, args: readonly unknown[], options: AskOptions = {}): Promise<unknown> {
    return this.#scope.ask(target, args, options);
  }
}
