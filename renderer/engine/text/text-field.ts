import { type Disposable, DisposableStore, disposable } from '../../../core/base/disposable.ts';
import { listen } from '../listen.ts';
import { type Camera, screenAt } from '../view/camera.ts';
import { boardFont } from './layout/fonts.ts';
import type { TextPlace } from './text-place.ts';
import type { Field, FieldState } from './typing.ts';

/** Events of a text field. The listener applies them to the board. */
export interface FieldEvents {
  input(): void;
  composing(isBegun: boolean): void;
  undo(): void;
  redo(): void;
  /** The person has finished: Escape, Ctrl+Enter, or the focus moved away. */
  leave(): void;
}

/** UTF-16 units of one text: more than a screen shows at any size, and few enough that typing a letter costs nothing. */
const UNITS_MOST = 20_000;

/**
 * A text area over the canvas, at the text's place and in its font. The browser's own field, so that input methods, spelling,
 * selection, emoji and both directions work as usual. It shows the text itself; the canvas leaves it out meanwhile.
 */
export class TextField implements Field, Disposable {
  readonly #area: HTMLTextAreaElement;
  readonly #owned = new DisposableStore();

  constructor(mount: HTMLElement, name: string, events: FieldEvents) {
    const area = mount.ownerDocument.createElement('textarea');
    this.#area = area;
    area.setAttribute('aria-label', name);
    area.dir = 'auto';
    area.rows = 1;
    area.maxLength = UNITS_MOST;
    area.autocomplete = 'off';
    area.spellcheck = true;
    area.enterKeyHint = 'enter';
    Object.assign(area.style, LOOK);
    this.#listen(events);
    mount.append(area);
    this.#owned.add(disposable(() => area.remove()));
  }

  focus(): void {
    this.#area.focus({ preventScroll: true });
  }

  read(): FieldState {
    const { value, selectionStart, selectionEnd } = this.#area;
    return { text: value, from: selectionStart, to: selectionEnd };
  }

  write({ text, from, to }: FieldState): void {
    if (this.#area.value !== text) this.#area.value = text;
    this.#area.setSelectionRange(from, to);
  }

  /** Moves it to the text's visible place. */
  place({ frame, style, align }: TextPlace, camera: Camera, color: string): void {
    const { size, font, wrap } = style;
    const { lineHeight, families } = boardFont(font);
    const { style: css } = this.#area;
    css.fontFamily = families;
    css.fontSize = `${size}px`;
    css.lineHeight = `${lineHeight * size}px`;
    css.color = color;
    css.caretColor = color;
    css.whiteSpace = wrap === undefined ? 'pre' : 'pre-wrap';
    css.textAlign = align === 'middle' ? 'center' : align;
    // Space for the caret at both ends of a line, and for letters that are slightly wider here.
    const spare = size;
    const wide = frame.w + 2 * spare;
    css.padding = `0 ${spare}px`;
    css.width = `${wide}px`;
    css.height = '0';
    const high = Math.max(frame.h, this.#area.scrollHeight);
    css.height = `${high}px`;
    const { x, y } = screenAt(camera, { x: frame.x + frame.w / 2, y: frame.y + frame.h / 2 });
    css.transform = `translate(${x}px, ${y}px) scale(${camera.zoom}) rotate(${frame.angle}rad) translate(${-wide / 2}px, ${-frame.h / 2}px)`;
    // Browsers scroll a field to its caret. This one is always as large as its text.
    this.#area.scrollTop = 0;
    this.#area.scrollLeft = 0;
  }

  #listen({ input, composing, undo, redo, leave }: FieldEvents): void {
    const area = this.#area;
    const on = <K extends keyof HTMLElementEventMap>(name: K, listener: (event: HTMLElementEventMap[K]) => void): void => {
      this.#owned.add(listen(area, name, listener));
    };
    on('input', input);
    on('compositionstart', () => composing(true));
    on('compositionend', () => composing(false));
    on('beforeinput', (event) => {
      if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return;
      event.preventDefault();
      if (event.inputType === 'historyUndo') undo();
      else redo();
    });
    on('keydown', (event) => {
      if (event.isComposing) return;
      const meaning = meaningOf(event);
      if (!meaning) return;
      event.preventDefault();
      event.stopPropagation();
      if (meaning === 'leave') leave();
      else if (meaning === 'undo') undo();
      else redo();
    });
    on('scroll', () => {
      area.scrollTop = 0;
      area.scrollLeft = 0;
    });
    on('blur', () => {
      // The window lost the focus; the field gets it back with the window.
      if (area.ownerDocument.activeElement !== area) leave();
    });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

/** Board keys that work in the field. The browser's own undo would revert other people's typing. */
function meaningOf(event: KeyboardEvent): 'leave' | 'undo' | 'redo' | undefined {
  const mod = event.ctrlKey || event.metaKey;
  if (event.key === 'Escape' || (event.key === 'Enter' && mod)) return 'leave';
  if (!mod || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' && !event.shiftKey ? 'redo' : undefined;
}

const LOOK: Partial<CSSStyleDeclaration> = {
  position: 'absolute',
  left: '0',
  top: '0',
  margin: '0',
  border: '0',
  outline: 'none',
  boxSizing: 'border-box',
  background: 'transparent',
  boxShadow: 'none',
  resize: 'none',
  overflow: 'hidden',
  transformOrigin: '0 0',
  fontWeight: '400',
  fontStyle: 'normal',
  fontFeatureSettings: 'normal',
  letterSpacing: 'normal',
  textRendering: 'geometricPrecision',
  overflowWrap: 'anywhere',
  tabSize: '1',
  unicodeBidi: 'plaintext',
  touchAction: 'none',
};
