import type { HubProtocol } from '../hub-protocol/hub-protocol.ts';

/** One message for many receivers, encoded at most once per protocol. All get the same bytes. */
export class Broadcast {
  readonly #target: string;
  readonly #args: readonly unknown[];
  #first: HubProtocol | undefined;
  #firstBytes: Uint8Array | undefined;
  #others: Map<HubProtocol, Uint8Array> | undefined;

  constructor(target: string, args: readonly unknown[]) {
    this.#target = target;
    this.#args = args;
  }

  in(protocol: HubProtocol): Uint8Array {
    if (this.#first === protocol && this.#firstBytes !== undefined) return this.#firstBytes;
    const known = this.#others?.get(protocol);
    if (known !== undefined) return known;
    const bytes = protocol.invocation(this.#target, this.#args);
    if (this.#first === undefined) {
      this.#first = protocol;
      this.#firstBytes = bytes;
    } else {
      this.#others ??= new Map();
      this.#others.set(protocol, bytes);
    }
    return bytes;
  }
}
