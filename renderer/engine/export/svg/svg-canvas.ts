import type { Canvas2D } from '../../kinds/kind.ts';
import { SvgPath, short } from './svg-path.ts';

type Paint = Canvas2D['fillStyle'];

/** The browser functions that the recorder needs. */
export interface SvgMeans {
  readonly measure: (font: string, text: string) => TextMetrics;
  /** A picture as a `data:` address. */
  readonly encode: (image: CanvasImageSource) => string;
}

/** Records the drawing of kinds as elements of an SVG picture. The same code draws the canvas and the picture. */
export class SvgCanvas implements Canvas2D {
  readonly #parts: string[] = [];
  readonly #means: SvgMeans;
  #path = new SvgPath();
  #transform = '';
  #dashes: number[] = [];
  globalAlpha = 1;
  fillStyle: Paint = '#000000';
  strokeStyle: Paint = '#000000';
  lineWidth = 1;
  lineCap: CanvasLineCap = 'butt';
  lineJoin: CanvasLineJoin = 'miter';
  lineDashOffset = 0;
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  textRendering: CanvasTextRendering = 'auto';
  direction: CanvasDirection = 'ltr';
  imageSmoothingEnabled = true;
  imageSmoothingQuality: ImageSmoothingQuality = 'low';

  constructor(means: SvgMeans) {
    this.#means = means;
  }

  /** The elements so far. */
  get markup(): string {
    return this.#parts.join('\n');
  }

  setTransform(a?: number | DOMMatrix2DInit, b = 0, c = 0, d = 1, e = 0, f = 0): void {
    const [first, ...rest] = typeof a === 'number' ? [a, b, c, d, e, f] : [1, 0, 0, 1, 0, 0];
    // Rotation and scale need more decimal places than a pixel.
    const numbers = [first, ...rest].map((value, i) =>
      i < 4 ? String(Math.round((value as number) * 1e6) / 1e6) : short(value as number),
    );
    const text = numbers.join(' ');
    this.#transform = text === '1 0 0 1 0 0' ? '' : ` transform="matrix(${text})"`;
  }

  beginPath(): void {
    this.#path = new SvgPath();
  }
  moveTo(x: number, y: number): void {
    this.#path.moveTo(x, y);
  }
  lineTo(x: number, y: number): void {
    this.#path.lineTo(x, y);
  }
  quadraticCurveTo(cpx: number, cpy: number, x: number, y: number): void {
    this.#path.quadraticCurveTo(cpx, cpy, x, y);
  }
  bezierCurveTo(...numbers: Parameters<SvgPath['bezierCurveTo']>): void {
    this.#path.bezierCurveTo(...numbers);
  }
  arc(...numbers: Parameters<SvgPath['arc']>): void {
    this.#path.arc(...numbers);
  }
  ellipse(...numbers: Parameters<SvgPath['ellipse']>): void {
    this.#path.ellipse(...numbers);
  }
  rect(x: number, y: number, w: number, h: number): void {
    this.#path.rect(x, y, w, h);
  }
  roundRect(...numbers: Parameters<SvgPath['roundRect']>): void {
    this.#path.roundRect(...numbers);
  }
  closePath(): void {
    this.#path.closePath();
  }

  fill(path?: Path2D | CanvasFillRule): void {
    this.#draw(path, ` fill="${paint(this.fillStyle)}"`);
  }

  stroke(path?: Path2D): void {
    const dashes = this.#dashes.length === 0 ? '' : ` stroke-dasharray="${this.#dashes.map(short).join(' ')}"`;
    const offset = this.lineDashOffset === 0 ? '' : ` stroke-dashoffset="${short(this.lineDashOffset)}"`;
    const line = ` stroke="${paint(this.strokeStyle)}" stroke-width="${short(this.lineWidth)}"`;
    const ends = ` stroke-linecap="${this.lineCap}" stroke-linejoin="${this.lineJoin}"`;
    this.#draw(path, ` fill="none"${line}${ends}${dashes}${offset}`);
  }

  fillRect(x: number, y: number, w: number, h: number): void {
    const path = new SvgPath();
    path.rect(x, y, w, h);
    this.fill(path);
  }

  fillText(text: string, x: number, y: number): void {
    const { weight, size, families } = fontOf(this.font);
    const font = ` font-family="${escaped(families)}" font-size="${size}"${weight === '' ? '' : ` font-weight="${weight}"`}`;
    const isRtl = this.direction === 'rtl';
    const anchor = ANCHORS[this.textAlign][isRtl ? 'rtl' : 'ltr'];
    const way = `${isRtl ? ' direction="rtl"' : ''}${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}`;
    const look = `${font}${way} fill="${paint(this.fillStyle)}"${this.#alpha}`;
    const place = `x="${short(x)}" y="${short(y)}"`;
    const rendering = this.textRendering === 'auto' ? '' : ` text-rendering="${this.textRendering}"`;
    this.#parts.push(`<text ${place}${look}${rendering}${this.#transform} xml:space="preserve">${escaped(text)}</text>`);
  }

  measureText(text: string): TextMetrics {
    return this.#means.measure(this.font, text);
  }

  /** Only whole pictures in a box: no kind draws a part of one. */
  drawImage(image: CanvasImageSource, x: number, y: number, w = 0, h = 0): void {
    const box = `x="${short(x)}" y="${short(y)}" width="${short(w)}" height="${short(h)}" preserveAspectRatio="none"`;
    this.#parts.push(`<image href="${escaped(this.#means.encode(image))}" ${box}${this.#alpha}${this.#transform}/>`);
  }

  setLineDash(segments: Iterable<number>): void {
    this.#dashes = [...segments];
  }
  getLineDash(): number[] {
    return [...this.#dashes];
  }

  get #alpha(): string {
    return this.globalAlpha === 1 ? '' : ` opacity="${short(this.globalAlpha)}"`;
  }

  #draw(path: Path2D | CanvasFillRule | undefined, look: string): void {
    const { d } = path instanceof SvgPath ? path : this.#path;
    if (d !== '') this.#parts.push(`<path d="${d}"${look}${this.#alpha}${this.#transform}/>`);
  }
}

/** Anchors of texts. A canvas names a side or an end of the reading direction, SVG only an end. */
const ANCHORS: Readonly<Record<CanvasTextAlign, Readonly<Record<'ltr' | 'rtl', string>>>> = {
  left: { ltr: 'start', rtl: 'end' },
  right: { ltr: 'end', rtl: 'start' },
  center: { ltr: 'middle', rtl: 'middle' },
  start: { ltr: 'start', rtl: 'start' },
  end: { ltr: 'end', rtl: 'end' },
};

/** A colour. No kind uses gradients or patterns. */
function paint(style: Paint): string {
  return typeof style === 'string' ? escaped(style) : '#000000';
}

const FONT = /^(?:(\d{3}|bold)\s+)?([\d.]+)px\s+(.+)$/;

function fontOf(css: string): { readonly weight: string; readonly size: string; readonly families: string } {
  const [, weight = '', size = '16', families = 'sans-serif'] = FONT.exec(css) ?? [];
  return { weight, size, families };
}

/** Escaped text, for quoted or unquoted places. Characters that XML forbids are left out. */
export function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
  );
}
