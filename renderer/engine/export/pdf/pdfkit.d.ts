/**
 * The part of pdfkit and fontkit that we use. Both come without types, and the types that others publish need those of Node, which
 * the renderer does not have.
 */
declare module 'fontkit' {
  export interface Font {
    hasGlyphForCodePoint(code: number): boolean;
    layout(text: string): unknown;
  }
  export function create(bytes: Uint8Array): Font;
}

declare module 'pdfkit' {
  import type { Font } from 'fontkit';

  export interface OutlineEntry {
    addItem(title: string): OutlineEntry;
  }

  export interface PdfReference {
    end(bytes: Uint8Array): void;
  }

  export interface Embeddable {
    readonly label: string;
    readonly width: number;
    readonly height: number;
    obj: PdfReference | null;
    embed(document: PDFDocument): void;
  }

  export default class PDFDocument {
    constructor(options: {
      readonly autoFirstPage: boolean;
      readonly font: null;
      readonly pdfVersion: '1.7';
      readonly displayTitle: boolean;
      readonly info: { readonly Title: string; readonly Creator: string; readonly Producer: string; readonly CreationDate: Date };
    });
    readonly outline: OutlineEntry;
    addPage(options: { readonly size: readonly [number, number]; readonly margin: 0 }): this;
    save(): this;
    restore(): this;
    transform(a: number, b: number, c: number, d: number, e: number, f: number): this;
    path(d: string): this;
    rect(x: number, y: number, w: number, h: number): this;
    clip(): this;
    fill(color: string): this;
    stroke(color: string): this;
    fillColor(color: string): this;
    fillOpacity(alpha: number): this;
    strokeOpacity(alpha: number): this;
    lineWidth(width: number): this;
    lineCap(cap: CanvasLineCap): this;
    lineJoin(join: CanvasLineJoin): this;
    dash(lengths: readonly number[], options: { readonly phase: number }): this;
    registerFont(name: string, font: Font): this;
    font(name: string): this;
    fontSize(size: number): this;
    text(text: string, x: number, y: number, options: { readonly lineBreak: false; readonly baseline: 'alphabetic' }): this;
    ref(values: Readonly<Record<string, unknown>>): PdfReference;
    /** An image, or the `data:` address of a JPEG. */
    image(source: Embeddable | string, x: number, y: number, box: { readonly width: number; readonly height: number }): this;
    markContent(tag: 'Span', options: { readonly actual: string }): this;
    endMarkedContent(): this;
    end(): void;
  }
}

declare module 'pdfkit/output' {
  import type PDFDocument from 'pdfkit';
  export function toBytes(document: PDFDocument): Promise<Uint8Array>;
}
