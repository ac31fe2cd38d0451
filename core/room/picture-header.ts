/**
 * The media type, from the first bytes. Undefined for bytes that a hub does not take as a picture. Text formats (SVG) are not
 * taken.
 */
export function pictureType(bytes: Uint8Array): string | undefined {
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (text(0, 4) === 'GIF8') return 'image/gif';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  return undefined;
}

/**
 * Width times height of such a picture, from its header: what decoding it will take is known before it is decoded. Undefined for a
 * header that cannot be read.
 */
export function picturePixels(bytes: Uint8Array): number | undefined {
  return readHeader(bytes, (view) => {
    switch (pictureType(bytes)) {
      case 'image/png':
        return view.getUint32(16) * view.getUint32(20);
      case 'image/gif':
        return gifPixels(view);
      case 'image/jpeg':
        return jpegPixels(view);
      case 'image/webp':
        return webpPixels(view);
      default:
        return undefined;
    }
  });
}

/** What `read` finds. Undefined when the bytes end before that. */
export function readHeader<T>(bytes: Uint8Array, read: (view: DataView) => T | undefined): T | undefined {
  try {
    return read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A browser enlarges the picture to its first frame. */
function gifPixels(view: DataView): number {
  const flags = view.getUint8(10);
  let at = 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  while (view.getUint8(at) === 0x21) {
    at += 2;
    while (view.getUint8(at) > 0) at += view.getUint8(at) + 1;
    at++;
  }
  const side = (screen: number, offset: number): number =>
    Math.max(view.getUint16(screen, true), view.getUint16(at + offset, true) + view.getUint16(at + offset + 4, true));
  return side(6, 1) * side(8, 3);
}

/** JPEG markers of frames, which have the size. Of that range three are others: tables and an extension. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** Markers without a length. */
const isBare = (marker: number): boolean => marker === 1 || (marker >= 0xd0 && marker <= 0xd7);

function jpegPixels(view: DataView): number | undefined {
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (isFrame(marker)) return view.getUint16(at + 5) * view.getUint16(at + 7);
    // A second 0xff only fills. A length counts itself.
    at += marker === 0xff ? 1 : 2 + (isBare(marker) ? 0 : Math.max(2, view.getUint16(at + 2)));
  }
  return undefined;
}

/** Lossy, lossless, or with extra parts: each has the size in another place. */
function webpPixels(view: DataView): number | undefined {
  const form = String.fromCharCode(...[12, 13, 14, 15].map((at) => view.getUint8(at)));
  if (form === 'VP8 ') return (view.getUint16(26, true) & 0x3fff) * (view.getUint16(28, true) & 0x3fff);
  if (form === 'VP8L') {
    const bits = view.getUint32(21, true);
    return ((bits & 0x3fff) + 1) * (((bits >>> 14) & 0x3fff) + 1);
  }
  if (form !== 'VP8X') return undefined;
  const side = (at: number): number => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
  return side(24) * side(27);
}
