import qrcode from 'qrcode-generator';

export interface QrPath {
  /** Side of the square view box, in modules, the quiet zone included. */
  readonly size: number;
  /** SVG path of the dark modules. */
  readonly path: string;
}

/** Empty modules around a QR code; readers need four. */
const QUIET_ZONE = 4;

/** A QR code as one path, so that it uses the theme's markup and needs no image. */
export function qrPath(text: string): QrPath {
  // 0: the smallest version for the text. M: readable with 15 % of it covered.
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (!code.isDark(row, column)) continue;
      // One rectangle per run: single modules would show hairlines between them.
      let run = 1;
      while (column + run < count && code.isDark(row, column + run)) run++;
      path += `M${column + QUIET_ZONE} ${row + QUIET_ZONE}h${run}v1h-${run}z`;
      column += run - 1;
    }
  }
  return { size: count + 2 * QUIET_ZONE, path };
}
