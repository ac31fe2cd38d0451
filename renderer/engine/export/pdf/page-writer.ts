import type PDFDocument from 'pdfkit';
import { fontParts, type Mark, type PlacedPicture, type SetLine, type StrokedPath } from '../recording-canvas.ts';
import { fontRuns, type NamedFont } from './font-runs.ts';
import { PixelImage, type Pixels } from './pixel-image.ts';

/** What a page needs of the browser. */
export interface PageMeans {
  readonly measure: (font: string, text: string) => TextMetrics;
  /** A picture's pixels, or the `data:` address of a JPEG. */
  readonly encode: (image: CanvasImageSource) => Pixels | string;
  /** A line that no font file can set, as a picture. `above` is the baseline's distance from its top. */
  readonly paintText: (mark: SetLine) => TextPicture | undefined;
}

export interface TextPicture {
  readonly pixels: Pixels;
  readonly left: number;
  readonly above: number;
  readonly w: number;
  readonly h: number;
}

/** The files that can set a line. */
export type FontsOf = (mark: SetLine) => readonly NamedFont[];

const COLOR = /^#[0-9a-f]{6}$/i;

/** Writes drawings as pages of one document. */
export class PageWriter {
  readonly #page: PDFDocument;
  readonly #means: PageMeans;
  /** A picture that is drawn often is in the file once. */
  readonly #pictures = new Map<CanvasImageSource, PixelImage | string>();
  #made = 0;

  constructor(page: PDFDocument, means: PageMeans) {
    this.#page = page;
    this.#means = means;
  }

  /** Writes marks as the content of the current page. */
  write(marks: readonly Mark[], fontsOf: FontsOf): void {
    for (const mark of marks) {
      this.#page.save();
      this.#page.transform(...mark.transform);
      switch (mark.is) {
        case 'fill':
          this.#page.path(mark.d).fillOpacity(mark.alpha).fill(colorOf(mark.color));
          break;
        case 'stroke':
          this.#writeLine(mark);
          break;
        case 'text':
          this.#writeText(mark, fontsOf(mark));
          break;
        case 'picture':
          this.#writePicture(mark);
          break;
      }
      this.#page.restore();
    }
  }

  #writeLine({ d, alpha, width, cap, join, dashes, dashOffset, color }: StrokedPath): void {
    this.#page.path(d).strokeOpacity(alpha).lineWidth(width).lineCap(cap).lineJoin(join);
    if (dashes.length > 0) this.#page.dash(dashes, { phase: dashOffset });
    this.#page.stroke(colorOf(color));
  }

  #writePicture({ image, x, y, w, h, alpha }: PlacedPicture): void {
    let source = this.#pictures.get(image);
    if (source === undefined) {
      const encoded = this.#means.encode(image);
      source = typeof encoded === 'string' ? encoded : this.#imageOf(encoded);
      this.#pictures.set(image, source);
    }
    this.#page.fillOpacity(alpha).image(source, x, y, { width: w, height: h });
  }

  #writeText(mark: SetLine, fonts: readonly NamedFont[]): void {
    const { text, x, y, color, font, alpha, isRtl } = mark;
    // A line that runs from right to left needs its letters reordered, which is the browser's work.
    const runs = isRtl ? undefined : fontRuns(text, fonts);
    if (!runs) {
      const picture = this.#means.paintText(mark);
      if (!picture) return;
      const { pixels, left, above, w, h } = picture;
      this.#page.fillOpacity(alpha).image(this.#imageOf(pixels), x - left, y - above, { width: w, height: h });
      return;
    }
    this.#page
      .fillOpacity(alpha)
      .fillColor(colorOf(color))
      .fontSize(Number(fontParts(font).size));
    for (const run of runs) {
      const before = run.from === 0 ? 0 : this.#means.measure(font, text.slice(0, run.from)).width;
      // Names the characters for search and copy: those of a ligature cannot be told from its glyphs.
      this.#page.markContent('Span', { actual: run.text });
      this.#page.font(run.font.name).text(run.text, x + before, y, { lineBreak: false, baseline: 'alphabetic' });
      this.#page.endMarkedContent();
    }
  }

  #imageOf(pixels: Pixels): PixelImage {
    return new PixelImage(`Pixels${++this.#made}`, pixels);
  }
}

/** Kinds paint with plain colours. */
function colorOf(color: string): string {
  return COLOR.test(color) ? color : '#000000';
}
