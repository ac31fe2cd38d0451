/** A picture in memory: four bytes a pixel, red, green, blue and opacity, not multiplied. */
export interface PixelImage {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** The part of WebAssembly that is used here: Node's types do not have it. */
interface Wasm {
  readonly Module: new (program: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, () => never>>>>,
  ) => { readonly exports: unknown };
}
const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: Wasm }).WebAssembly;

/** What libwebp exports. It can reach nothing but its own memory. Addresses are offsets into its memory; 0 means that there is no memory left, or no picture. */
interface Libwebp {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(bytes: number): number;
  free(address: number): void;
  WebPDecodeRGBA(bytes: number, length: number, width: number, height: number): number;
}

const SIZE_BYTES = 8;

/** It never writes a file, which is all that it imports. */
function never(): never {
  throw new Error('libwebp used a file');
}

/** Undefined: the bytes are no WebP picture, or one that moves. */
export type DecodeWebp = (bytes: Uint8Array) => PixelImage | undefined;

/** `program`: the bytes of `WEBP_PROGRAM`. */
export function webpDecoder(program: Uint8Array): DecodeWebp {
  const module = new Module(program);
  const start = (): Libwebp =>
    new Instance(module, { wasi_snapshot_preview1: { fd_close: never, fd_seek: never, fd_write: never } }).exports as Libwebp;
  let libwebp = start();
  return (bytes) => {
    try {
      return decode(libwebp, bytes);
    } catch {
      // Its memory may be damaged.
      libwebp = start();
      return undefined;
    }
  };
}

function decode({ memory, malloc, free, WebPDecodeRGBA }: Libwebp, bytes: Uint8Array): PixelImage | undefined {
  const source = allocated(malloc(bytes.length));
  new Uint8Array(memory.buffer).set(bytes, source);
  const size = allocated(malloc(SIZE_BYTES));
  const pixels = WebPDecodeRGBA(source, bytes.length, size, size + 4);
  free(source);
  const [width = 0, height = 0] = new Uint32Array(memory.buffer.slice(size, size + SIZE_BYTES));
  free(size);
  if (pixels === 0) return undefined;
  const rgba = new Uint8Array(memory.buffer.slice(pixels, pixels + width * height * 4));
  free(pixels);
  if (rgba.length !== width * height * 4) throw new Error('libwebp gave a picture beyond its memory');
  return { width, height, rgba };
}

function allocated(address: number): number {
  if (address === 0) throw new Error('libwebp has no memory left');
  return address;
}
