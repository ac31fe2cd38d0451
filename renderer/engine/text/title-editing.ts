import { type Disposable, DisposableStore, disposable } from '../../../core/base/disposable.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { ElementKind, TITLE_CHARS } from '../../../core/board/kinds.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';
import { titlePlace } from '../kinds/frame.ts';
import { listen } from '../listen.ts';
import { SURFACE, type Theme } from '../palette.ts';
import { proposeEach } from '../selection/arranging/selection-actions.ts';
import { type Camera, screenAt } from '../view/camera.ts';

interface TitleEditingOptions {
  readonly mount: HTMLElement;
  readonly access: BoardAccess;
  readonly camera: () => Camera;
  readonly theme: () => Theme;
  /** Names of the fields for screen readers. */
  readonly fieldNames?: { readonly text: string; readonly title: string };
  /** The field now shows another element's text, or none. */
  readonly onHolder: (holder: ElementId | undefined) => void;
}

interface Edited {
  readonly frame: ElementId;
  readonly field: HTMLInputElement;
  readonly owned: DisposableStore;
}

/** Screen pixels: the letters of the field when the board is seen from afar, and its least width. */
const LETTERS_LEAST = 13;
const NARROWEST = 140;

/** Lets a person rename a frame in its title above it. Enter and a press elsewhere keep the new name, Escape the old one. */
export class TitleEditing implements Disposable {
  readonly #options: TitleEditingOptions;
  #edited: Edited | undefined;

  constructor(options: TitleEditingOptions) {
    this.#options = options;
  }

  /** The frame that is renamed. */
  get holder(): ElementId | undefined {
    return this.#edited?.frame;
  }

  begin(frame: ElementId): void {
    if (this.#edited?.frame === frame) return;
    this.end();
    const { mount, access, fieldNames, onHolder } = this.#options;
    const element = access.board().get(frame);
    if (!element?.alive || element.kind !== ElementKind.frame) return;
    const field = mount.ownerDocument.createElement('input');
    field.setAttribute('aria-label', fieldNames?.title ?? '');
    field.value = element.get('title');
    field.maxLength = TITLE_CHARS;
    field.autocomplete = 'off';
    field.dir = 'auto';
    Object.assign(field.style, LOOK);
    const owned = new DisposableStore();
    owned.add(listen(field, 'keydown', (event) => this.#key(event)));
    owned.add(
      listen(field, 'blur', () => {
        // The window lost the focus; the field gets it back with the window.
        if (mount.ownerDocument.activeElement !== field) this.end();
      }),
    );
    mount.append(field);
    owned.add(disposable(() => field.remove()));
    this.#edited = { frame, field, owned };
    onHolder(frame);
    this.place();
    field.focus({ preventScroll: true });
    field.select();
  }

  /** Closes the field, with its name on the frame. */
  end(): void {
    const title = this.#edited?.field.value.trim().toWellFormed();
    const frame = this.#close();
    const { access } = this.#options;
    if (frame === undefined || title === undefined) return;
    proposeEach(access, [[frame, { title }]], access.newGesture());
  }

  boardChanged(): void {
    const frame = this.#edited?.frame;
    if (frame === undefined) return;
    if (this.#options.access.board().get(frame)?.alive) this.place();
    else this.#close();
  }

  /** The frame, the view or the theme has changed: moves the field. */
  place(): void {
    const element = this.#edited && this.#options.access.board().get(this.#edited.frame);
    if (!this.#edited || !element) return;
    const camera = this.#options.camera();
    const { style } = this.#edited.field;
    const { paper, accent, sheetTitle } = SURFACE[this.#options.theme()];
    const { x, y, width, angle, letters } = titlePlace(element);
    const at = screenAt(camera, { x, y });
    style.fontSize = `${Math.max(letters * camera.zoom, LETTERS_LEAST)}px`;
    style.width = `${Math.max(width * camera.zoom, NARROWEST)}px`;
    style.color = sheetTitle;
    style.background = paper;
    style.outline = `1.5px solid ${accent}`;
    style.transform = `translate(${at.x}px, ${at.y}px) rotate(${angle}rad) translate(-5px, -100%)`;
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') this.end();
    else this.#close();
  }

  #close(): ElementId | undefined {
    const edited = this.#edited;
    if (!edited) return undefined;
    // Its removal takes the focus from the field, which must find nothing to end.
    this.#edited = undefined;
    edited.owned.dispose();
    this.#options.onHolder(undefined);
    return edited.frame;
  }

  dispose(): void {
    this.end();
  }
}

const LOOK: Partial<CSSStyleDeclaration> = {
  position: 'absolute',
  left: '0',
  top: '0',
  margin: '0',
  padding: '2px 5px',
  border: '0',
  borderRadius: '4px',
  boxSizing: 'border-box',
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontWeight: '500',
  lineHeight: '1.3',
  transformOrigin: '0 0',
  touchAction: 'none',
};
