/** Windows' and macOS' containers for icons. Both hold PNGs as they are, so that nothing need be converted. */

/** Windows looks at no larger one in a file. */
const ICO_MAX = 256;

/** An `.ico`: a header of 6 bytes, 16 bytes for each picture, then the pictures. Numbers are little-endian. */
export function icoFile(pngs: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const pictures = [...pngs].filter(([size]) => size <= ICO_MAX);
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(([size, png], index) => {
    const entry = 6 + 16 * index;
    // One byte for each side, where 0 stands for 256.
    head.writeUInt8(size % ICO_MAX, entry);
    head.writeUInt8(size % ICO_MAX, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(([, png]) => png)]);
}

/** macOS' names for pictures by their pixels; the second of a pair is for doubled screens, half as large in points. */
const ICNS_TYPES: readonly (readonly [type: string, pixels: number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic13', 256],
  ['ic09', 512],
  ['ic14', 512],
  ['ic10', 1_024],
];

/** An `.icns`: `icns` and the file's length, then for each picture its type, its length with these 8 bytes, its bytes. Big-endian. */
export function icnsFile(pngs: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const chunks = ICNS_TYPES.flatMap(([type, pixels]) => {
    const png = pngs.get(pixels);
    return png ? [chunk(type, png)] : [];
  });
  return chunk('icns', Buffer.concat(chunks));
}

function chunk(type: string, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(bytes.length + head.length, 4);
  return Buffer.concat([head, bytes]);
}
