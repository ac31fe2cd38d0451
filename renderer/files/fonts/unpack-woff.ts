import { inflate } from '../packed/inflate.ts';

/** Bytes of the headers and of one entry in the list of tables: of WOFF 1.0, and of the plain font. */
const WOFF = { header: 44, entry: 20 } as const;
const PLAIN = { header: 12, entry: 16 } as const;
const TABLES_MOST = 64;
const TABLE_BYTES_MOST = 4_000_000;
/** fontkit reads the header of a glyph without an outline behind the end of the outlines. Zeros stand there. */
const AFTER_END = 16;

interface Table {
  readonly tag: number;
  readonly checksum: number;
  readonly bytes: Uint8Array;
}

/**
 * The plain font (TrueType) in a WOFF 1.0 file. The makers of PDFs would unpack it too, but each table for itself, and then fail at
 * fonts whose last glyph is empty. Throws for a file that is none.
 */
export async function unpackWoff(file: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(0) !== 0x774f4646) throw new Error('not a WOFF file');
  const count = view.getUint16(12);
  if (count > TABLES_MOST) throw new Error('too many tables');
  const tables: Table[] = [];
  for (let i = 0; i < count; i++) {
    const at = WOFF.header + i * WOFF.entry;
    const [offset, packed, length] = [view.getUint32(at + 4), view.getUint32(at + 8), view.getUint32(at + 12)];
    const part = file.subarray(offset, offset + packed);
    const bytes = packed < length ? await inflate(part, TABLE_BYTES_MOST) : part;
    if (bytes === undefined) throw new Error('a damaged table');
    tables.push({ tag: view.getUint32(at), checksum: view.getUint32(at + 16), bytes });
  }
  return plainFont(view.getUint32(4), tables);
}

function plainFont(flavor: number, tables: readonly Table[]): Uint8Array {
  const padded = (length: number): number => (length + 3) & ~3;
  const size = tables.reduce((sum, { bytes }) => sum + PLAIN.entry + padded(bytes.length), PLAIN.header + AFTER_END);
  const font = new Uint8Array(size);
  const view = new DataView(font.buffer);
  const power = Math.floor(Math.log2(Math.max(1, tables.length)));
  view.setUint32(0, flavor);
  view.setUint16(4, tables.length);
  view.setUint16(6, 16 * 2 ** power);
  view.setUint16(8, power);
  view.setUint16(10, 16 * (tables.length - 2 ** power));
  let offset = PLAIN.header + tables.length * PLAIN.entry;
  tables.forEach(({ tag, checksum, bytes }, i) => {
    const at = PLAIN.header + i * PLAIN.entry;
    view.setUint32(at, tag);
    view.setUint32(at + 4, checksum);
    view.setUint32(at + 8, offset);
    view.setUint32(at + 12, bytes.length);
    font.set(bytes, offset);
    offset += padded(bytes.length);
  });
  return font;
}
