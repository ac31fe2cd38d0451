import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import { loadCode } from '../../../core/base/late-code.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import type { BoardChange, Gesture } from '../../../core/room/board-access.ts';
import { topmostAt } from '../selection/hit-test.ts';
import type { ToolId } from '../tools/tool.ts';
import { type Point, worldAt } from '../view/camera.ts';
import { proposeText, type TextLook } from './new-text.ts';
import { listenToTextClicks } from './text-clicks.ts';
import { TextEditing, type TextEditingOptions } from './text-editing.ts';
import { holdsText, labelledAround, linkAt } from './text-place.ts';
import type { TitleEditing } from './title-editing.ts';

export interface TextDeskOptions extends TextEditingOptions {
  readonly tool: () => ToolId;
  /** The look of the next element of a kind. */
  readonly style: (kind: ElementKind) => TextLook;
  /** Switches to the select tool and selects only this element. */
  readonly choose: (holder: ElementId) => void;
  readonly openLink?: (address: string) => void;
}

/** The texts of a board as one person edits them: the text being typed, and clicks with a meaning for text. */
export class TextDesk implements Disposable {
  readonly #editing: TextEditing;
  #titles: TitleEditing | undefined;
  readonly #options: TextDeskOptions;
  readonly #owned = new DisposableStore();

  constructor(options: TextDeskOptions) {
    this.#options = options;
    this.#editing = this.#owned.add(new TextEditing(options));
    const { mount, camera } = options;
    this.#owned.add(
      listenToTextClicks({
        mount,
        onDouble: (at) => this.#writeAt(worldAt(camera(), at)),
        onFollow: (at) => this.#follow(worldAt(camera(), at)),
      }),
    );
  }

  /** The element being typed in, or the frame being renamed. */
  get holder(): ElementId | undefined {
    return this.#editing.holder ?? this.#titles?.holder;
  }

  /** The view or the theme has changed: moves the field. */
  place(): void {
    this.#editing.place();
    this.#titles?.place();
  }

  boardChanged(change: BoardChange): void {
    this.#editing.boardChanged(change);
    this.#titles?.boardChanged();
  }

  /** Another tool was chosen: ends the typing. */
  toolChanged(): void {
    this.#editing.end();
    this.#titles?.end();
    // A frame may be made now.
    void this.#loadTitles().catch(() => undefined);
  }

  /** Starts typing in an element that can hold text, or in the title of a frame. */
  write(holder: ElementId, madeIn?: Gesture): void {
    const element = this.#options.access.board().get(holder);
    const isFrame = element?.kind === ElementKind.frame;
    if (!element || element.get('locked') || (!isFrame && !holdsText(element.kind))) return;
    this.#options.choose(holder);
    if (!isFrame) this.#editing.begin(holder, madeIn);
    else if (this.#titles) this.#titles.begin(holder);
    // Without its code the frame keeps its name.
    else
      void this.#loadTitles().then(
        (titles) => titles.begin(holder),
        () => undefined,
      );
  }

  /** The code that renames frames is no part of the first page. */
  async #loadTitles(): Promise<TitleEditing> {
    const { TitleEditing } = await loadCode(() => import('./title-editing.ts'));
    this.#titles ??= this.#owned.add(new TitleEditing(this.#options));
    return this.#titles;
  }

  /** Continues the text at this place, writes into a shape, or begins a text on an empty place. */
  #writeAt({ x, y }: Point): void {
    const { access, scene, tool, style } = this.#options;
    if (tool() !== 'select') return;
    const board = access.board();
    const hit = topmostAt(scene, board, x, y, 0) ?? labelledAround(board, scene, x, y);
    if (hit !== undefined) {
      this.write(hit);
      return;
    }
    const gesture = access.newGesture();
    this.write(proposeText(access, { x, y }, style(ElementKind.text), gesture), gesture);
  }

  #follow({ x, y }: Point): void {
    const { access, scene, tool, openLink } = this.#options;
    if (tool() !== 'select' && tool() !== 'hand') return;
    const address = linkAt(access.board(), scene, x, y);
    if (address !== undefined) openLink?.(address);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
