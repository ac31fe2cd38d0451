import { packValue, unpackValue } from '../../../core/wire/msgpack.ts';

/**
 * In the place of `@msgpack/msgpack` in the page's bundle (build/vite.web.config.ts): SignalR's MessagePack protocol encodes and decodes with
 * the codec that the page has anyway. A second one would be 7 KB of the first page. Only what the protocol calls is here.
 */
export class Encoder {
  encode(value: unknown): Uint8Array {
    return packValue(value);
  }
}

export class Decoder {
  /** Throws for bytes that are no MessagePack, as the other one does. */
  decode(bytes: Uint8Array): unknown {
    const value = unpackValue(bytes);
    if (value === undefined) throw new RangeError('no MessagePack');
    return value;
  }
}
