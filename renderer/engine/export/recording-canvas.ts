import type { Canvas2D } from '../kinds/kind.ts';
import { SvgPath } from './svg/svg-path.ts';

type Paint = Canvas2D['fillStyle'];

/** As in `matrix(a b c d e f)`. */
export type Transform = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

interface Painted {
  readonly transform: Transform;
  readonly alpha: number;
}

export interface FilledPath extends Painted {
  readonly is: 'fill';
  readonly d: string;
  readonly color: string;
}

export interface StrokedPath extends Painted {
  readonly is: 'stroke';
  readonly d: string;
  readonly color: string;
  readonly width: number;
  readonly cap: CanvasLineCap;
  readonly join: CanvasLineJoin;
  readonly dashes: readonly number[];
  readonly dashOffset: number;
}

export interface SetLine extends Painted {
  readonly is: 'text';
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** As CSS writes it: weight, size, families. */
  readonly font: string;
  readonly color: string;
  readonly align: CanvasTextAlign;
  readonly isRtl: boolean;
  readonly rendering: CanvasTextRendering;
}

export interface PlacedPicture extends Painted {
  readonly is: 'picture';
  readonly image: CanvasImageSource;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** One thing that a kind has drawn. */
export type Mark = FilledPath | StrokedPath | SetLine | PlacedPicture;

/** Records what kinds draw. The same code of a kind draws the canvas, the SVG picture and the pages of a PDF. */
export class RecordingCanvas implements Canvas2D {
  readonly #marks: Mark[] = [];
  readonly #measure: (font: string, text: string) => TextMetrics;
  readonly #drawn: (image: CanvasImageSource) => void;
  #path = new SvgPath();
  #transform: Transform = [1, 0, 0, 1, 0, 0];
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

  /** `drawn`: called with each picture while it can still be read. */
  constructor(measure: (font: string, text: string) => TextMetrics, drawn: (image: CanvasImageSource) => void = () => {}) {
    this.#measure = measure;
    this.#drawn = drawn;
  }

  /** From bottom to top. */
  get marks(): readonly Mark[] {
    return this.#marks;
  }

  setTransform(a?: number | DOMMatrix2DInit, b = 0, c = 0, d = 1, e = 0, f = 0): void {
    this.#transform = typeof a === 'number' ? [a, b, c, d, e, f] : [1, 0, 0, 1, 0, 0];
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
    const d = this.#traced(path);
    if (d !== '') this.#marks.push({ is: 'fill', d, color: colorOf(this.fillStyle), ...this.#painted() });
  }

  stroke(path?: Path2D): void {
    const d = this.#traced(path);
    if (d === '') return;
    this.#marks.push({
      is: 'stroke',
      d,
      color: colorOf(this.strokeStyle),
      width: this.lineWidth,
      cap: this.lineCap,
      join: this.lineJoin,
      dashes: this.getLineDash(),
      dashOffset: this.lineDashOffset,
      ...this.#painted(),
    });
  }

  fillRect(x: number, y: number, w: number, h: number): void {
    const path = new SvgPath();
    path.rect(x, y, w, h);
    this.fill(path);
  }

  fillText(text: string, x: number, y: number): void {
    this.#marks.push({
      is: 'text',
      text,
      x,
      y,
      font: this.font,
      color: colorOf(this.fillStyle),
      align: this.textAlign,
      isRtl: this.direction === 'rtl',
      rendering: this.textRendering,
      ...this.#painted(),
    });
  }

  measureText(text: string): TextMetrics {
    return this.#measure(this.font, text);
  }

  /** Only whole pictures in a box: no kind draws a part of one. */
  drawImage(image: CanvasImageSource, x: number, y: number, w = 0, h = 0): void {
    this.#drawn(image);
    this.#marks.push({ is: 'picture', image, x, y, w, h, ...this.#painted() });
  }

  setLineDash(segments: Iterable<number>): void {
    this.#dashes = [...segments];
  }
  getLineDash(): number[] {
    return [...this.#dashes];
  }

  #painted(): Painted {
    return { transform: this.#transform, alpha: this.globalAlpha };
  }

  #traced(path: Path2D | CanvasFillRule | undefined): string {
    return (path instanceof SvgPath ? path : this.#path).d;
  }
}

/** A colour. No kind uses gradients or patterns. */
function colorOf(style: Paint): string {
  return typeof style === 'string' ? style : '#000000';
}

const FONT = /^(?:(\d{3}|bold)\s+)?([\d.]+)px\s+(.+)$/;

export interface FontParts {
  /** Empty for the usual weight. */
  readonly weight: string;
  readonly size: string;
  readonly families: string;
}

/** The parts of a canvas's `font`, as kinds write it. */
export function fontParts(css: string): FontParts {
  const [, weight = '', size = '16', families = 'sans-serif'] = FONT.exec(css) ?? [];
  return { weight, size, families };
}
