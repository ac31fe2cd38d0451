import type PDFDocument from 'pdfkit';
import type { Embeddable, PdfReference } from 'pdfkit';

/** Pixels of a picture: red, green, blue, opacity. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/**
 * A picture of plain pixels for a PDF. pdfkit's own reader of PNG files unpacks transparent ones in a worker from a `blob:` address,
 * which the page's policy forbids.
 */
export class PixelImage implements Embeddable {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  obj: PdfReference | null = null;
  readonly #data: Uint8ClampedArray;

  constructor(label: string, { width, height, data }: Pixels) {
    this.label = label;
    this.width = width;
    this.height = height;
    this.#data = data;
  }

  /** The document asks for it once. It packs the streams itself. */
  embed(document: PDFDocument): void {
    const { width: Width, height: Height } = this;
    const count = Width * Height;
    const [colors, alpha] = [new Uint8Array(3 * count), new Uint8Array(count)];
    let isOpaque = true;
    for (let i = 0; i < count; i++) {
      colors[3 * i] = this.#data[4 * i] ?? 0;
      colors[3 * i + 1] = this.#data[4 * i + 1] ?? 0;
      colors[3 * i + 2] = this.#data[4 * i + 2] ?? 0;
      alpha[i] = this.#data[4 * i + 3] ?? 0;
      if (alpha[i] !== 255) isOpaque = false;
    }
    const picture = { Type: 'XObject', Subtype: 'Image', Width, Height, BitsPerComponent: 8 };
    const mask = isOpaque ? undefined : document.ref({ ...picture, ColorSpace: 'DeviceGray' });
    mask?.end(alpha);
    this.obj = document.ref({ ...picture, ColorSpace: 'DeviceRGB', ...(mask ? { SMask: mask } : {}) });
    this.obj.end(colors);
  }
}
