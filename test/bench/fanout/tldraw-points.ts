/** Points as tldraw writes them: base64 of a Float32 first point and Float16 deltas, three values a point. */
export function float16(value: number): number {
  if (value === 0) return 0;
  const sign = value < 0 ? 0x8000 : 0;
  const size = Math.abs(value);
  const exponent = Math.floor(Math.log2(size));
  const fraction = Math.round((size / 2 ** exponent - 1) * 1024);
  return sign | (((exponent + 15) << 10) + fraction);
}

const FIRST_BYTES = 12;
const DELTA_BYTES = 6;
/** Below it a Float16 has no exponent of its own: such a step is nothing anybody sees. */
const LEAST_STEP = 2 ** -14;

/** A whole stroke, relative to its first point. */
export function pointsText(points: readonly { readonly x: number; readonly y: number; readonly pressure: number }[]): string {
  const bytes = Buffer.alloc(FIRST_BYTES + (points.length - 1) * DELTA_BYTES);
  points.forEach((point, i) => {
    const before = points[i - 1];
    if (!before) {
      bytes.writeFloatLE(point.pressure, 8);
      return;
    }
    const at = FIRST_BYTES + (i - 1) * DELTA_BYTES;
    const deltas = [point.x - before.x, point.y - before.y, point.pressure - before.pressure];
    deltas.forEach((delta, k) => {
      bytes.writeUInt16LE(Math.abs(delta) < LEAST_STEP ? 0 : float16(delta), at + 2 * k);
    });
  });
  return bytes.toString('base64');
}
