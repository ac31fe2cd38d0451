import { picturePixels, pictureType, readHeader } from '../../../core/room/picture-header.ts';

/**
 * Width times height of a picture file, from its header. Undefined for a header that cannot be read. Of the same forms as a room's
 * pictures, and of AVIF, HEIC and BMP, which some browsers show.
 */
export function sourcePixels(bytes: Uint8Array): number | undefined {
  if (pictureType(bytes)) return picturePixels(bytes);
  return readHeader(bytes, (view) => {
    if (view.getUint16(0) === BMP) return bmpPixels(view);
    return view.getUint32(4) === FILE_TYPE ? boxedPixels(view) : undefined;
  });
}

const BMP = 0x424d;
/** Of a BMP's second header: that of OS/2 has shorter numbers. */
const OLD_HEADER = 12;

function bmpPixels(view: DataView): number {
  if (view.getUint32(14, true) === OLD_HEADER) return view.getUint16(18, true) * view.getUint16(20, true);
  // A negative height: from top to bottom.
  return Math.abs(view.getInt32(18, true) * view.getInt32(22, true));
}

const FILE_TYPE = 0x66747970;
const META = 0x6d657461;
const SIZE = 0x69737065;

/** The largest picture in it: of one that is made of tiles that is the whole. */
function boxedPixels(view: DataView): number | undefined {
  let most: number | undefined;
  for (let at = 0; at + 8 <= view.byteLength; ) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === META) most = Math.max(most ?? 0, largestIn(view, at, Math.min(at + length, view.byteLength)));
    // A box without a length, or with one of 64 bits, is the content: what describes it comes before.
    if (length < 8) break;
    at += length;
  }
  return most;
}

function largestIn(view: DataView, from: number, to: number): number {
  let most = 0;
  for (let at = from; at + 16 <= to; at++) {
    if (view.getUint32(at) === SIZE) most = Math.max(most, view.getUint32(at + 8) * view.getUint32(at + 12));
  }
  return most;
}
