import type { DrawnPictures } from '../../pictures/picture-cache.ts';
import type { EncodePicture } from './svg-markup.ts';

/** A picture that is never decoded here: its bytes go into the SVG picture as they are. */
class EmbeddedPicture implements ImageBitmap {
  /** In pixels. Not needed: an element has its own size. */
  readonly width = 0;
  readonly height = 0;
  /** A `data:` address. */
  readonly address: string;

  constructor(address: string) {
    this.address = address;
  }

  close(): void {}
}

/** Draws pictures by their `data:` addresses. Grey boxes replace others. */
export function embeddedPictures(addresses: ReadonlyMap<string, string>): {
  readonly pictures: DrawnPictures;
  readonly encode: EncodePicture;
} {
  const made = new Map([...addresses].map(([hash, address]) => [hash, new EmbeddedPicture(address)]));
  return {
    pictures: { bitmap: (hash) => made.get(hash), settled: () => Promise.resolve() },
    encode: (image) => (image instanceof EmbeddedPicture ? image.address : ''),
  };
}
