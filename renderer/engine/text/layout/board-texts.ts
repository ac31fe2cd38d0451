import type { Disposable } from '../../../../core/base/disposable.ts';
import { Emitter } from '../../../../core/base/emitter.ts';
import type { Board } from '../../../../core/board/board.ts';
import { textOf } from '../../../../core/board/bodies/text-order.ts';
import type { Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { layoutText, roughLayout, type TextLayout, type TextStyle } from './layout.ts';
import { type LinkPart, linkParts } from './links.ts';
import { anyMeasurer, type TextMeasurer } from './measure.ts';

/** A text with its lines. */
export interface SetText {
  readonly layout: TextLayout;
  readonly links: readonly LinkPart[];
}

interface Kept {
  readonly board: Board;
  readonly revision: number;
  readonly text: string;
  style: TextStyle | undefined;
  set: SetText | undefined;
}

/** Most texts whose lines are cached. A screen shows some hundreds. When full, the older half is dropped. */
const KEPT_MOST = 4_000;
/**
 * UTF-16 units of one text that are shown: some fifty pages. A board may hold a text of 64 MB, which would hold up every window, and a
 * hub that draws the board.
 */
const SHOWN_MOST = 200_000;

/** UTF-16 units of a text among which the widest word is looked for, at each letter that is typed. */
const WORDS_MOST = 2_000;

/** The texts of elements and their lines, computed once for each revision of an element. */
export class BoardTexts {
  readonly #measurer: TextMeasurer;
  readonly #kept = new Map<ElementId, Kept>();
  readonly #used = new Emitter<{ readonly text: string; readonly font: number }>();
  readonly #fontsChanged = new Emitter<void>();
  #fonts = 0;
  /** UTF-16 units that may still be laid out. */
  #left = 0;
  #rough: Set<ElementId> | undefined;

  constructor(measurer: TextMeasurer) {
    this.#measurer = measurer;
  }

  /** Grows when a font has loaded, because the width of texts depends on the loaded fonts. */
  get fonts(): number {
    return this.#fonts;
  }

  /** The readable text of an element: a text, a note, or a shape's label. */
  text(board: Board, element: Element): string {
    // Most shapes have no label: they must not push cached texts out.
    return this.hasText(board, element.id) ? this.#look(board, element).text : '';
  }

  /** True when anything was ever written into an element. Cheaper than reading it. */
  hasText(board: Board, id: ElementId): boolean {
    return board.partsOf(id).size > 0;
  }

  /** The same as lines. */
  set(board: Board, element: Element, style: TextStyle): SetText {
    const kept = this.#look(board, element);
    if (kept.set && kept.style && isSameStyle(kept.style, style)) return kept.set;
    const text = kept.text.length > SHOWN_MOST ? `${kept.text.slice(0, SHOWN_MOST)}…` : kept.text;
    this.#left -= text.length;
    if (this.#left < 0 && this.#rough) {
      this.#rough.add(element.id);
      return { layout: roughLayout(text, style), links: [] };
    }
    const layout = this.lay(text, style);
    kept.style = style;
    kept.set = { layout, links: linkParts(text, layout, style, this.#measurer) };
    if (text !== '') this.#used.emit({ text, font: style.font });
    return kept.set;
  }

  /** Runs `read`. After so many UTF-16 units, texts get a rough size without lines; they are returned. */
  sparing(units: number, read: () => void): Set<ElementId> {
    const rough = new Set<ElementId>();
    [this.#left, this.#rough] = [units, rough];
    try {
      read();
    } finally {
      this.#rough = undefined;
    }
    return rough;
  }

  /** The width of its widest word, world pixels. Of a huge text only the beginning counts. */
  widestWord(board: Board, element: Element, style: TextStyle): number {
    return this.widestIn(this.text(board, element), style);
  }

  /** The lines of a text that is on no board. */
  lay(text: string, style: TextStyle): TextLayout {
    return layoutText(text, style, this.#measurer);
  }

  widestIn(text: string, { font, size }: Pick<TextStyle, 'font' | 'size'>): number {
    const words = text.slice(0, WORDS_MOST).split(/\s+/);
    return words.reduce((widest, word) => Math.max(widest, this.#measurer.width(word, font) * size), 0);
  }

  /** Called for each text that is split into lines, with its font. */
  onUsed(listener: (use: { readonly text: string; readonly font: number }) => void): Disposable {
    return this.#used.on(listener);
  }

  onFonts(listener: () => void): Disposable {
    return this.#fontsChanged.on(listener);
  }

  /** A font has loaded. */
  fontsChanged(): void {
    this.#fonts++;
    this.#kept.clear();
    this.#fontsChanged.emit();
  }

  /** Drops the cached texts of a board that is not shown: they would keep it in memory. */
  forget(board: Board): void {
    for (const [id, kept] of this.#kept) if (kept.board === board) this.#kept.delete(id);
  }

  #look(board: Board, element: Element): Kept {
    const known = this.#kept.get(element.id);
    if (known && known.board === board && known.revision === element.revision) return known;
    const kept: Kept = { board, revision: element.revision, text: textOf(board, element.id), style: undefined, set: undefined };
    this.#kept.delete(element.id);
    this.#kept.set(element.id, kept);
    if (this.#kept.size > KEPT_MOST) this.#drop(KEPT_MOST / 2);
    return kept;
  }

  #drop(to: number): void {
    for (const id of this.#kept.keys()) {
      if (this.#kept.size <= to) return;
      this.#kept.delete(id);
    }
  }
}

function isSameStyle(a: TextStyle, b: TextStyle): boolean {
  return a.font === b.font && a.size === b.size && a.wrap === b.wrap;
}

/** The texts of the page. Kinds read it: their look depends only on the board and the page's fonts. */
export const boardTexts = new BoardTexts(anyMeasurer());

/** What an element takes to draw: its points, and the letters of its text. Work is spread over frames by it. */
export function drawnParts(board: Board, element: Element): number {
  return element.pointCount + boardTexts.text(board, element).length;
}
