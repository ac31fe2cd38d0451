import type { ElementId } from '../../../core/board/ids.ts';
import type { BoardAccess, BoardChange } from '../../../core/room/board-access.ts';
import type { Selection } from '../selection/selection.ts';
import { madeKind } from '../tools/made-kind.ts';
import type { ToolId } from '../tools/tool.ts';
import type { ChosenStyles } from './chosen-styles.ts';
import { isSameChoice, proposeStyle, sharedStyle } from './selection-style.ts';
import { NO_CHOICE, type Style, type StyleChoice, scaleOf, styleNames } from './style.ts';

export interface StyleDeskOptions {
  readonly access: BoardAccess;
  readonly selection: Selection;
  readonly tool: () => ToolId;
  /** The element in whose text the person types. */
  readonly typing: () => ElementId | undefined;
  readonly chosen: ChosenStyles;
}

/**
 * The style that a person sees and chooses: of the selection with the select tool, else of the next element of the current tool.
 */
export class StyleDesk {
  readonly #options: StyleDeskOptions;
  /** The shared style of the selection. Computed only when the selection or its elements change, not at every camera movement. */
  #shared: StyleChoice | undefined;

  constructor(options: StyleDeskOptions) {
    this.#options = options;
  }

  /** The style of the next element of a kind. */
  of(kind: number): Partial<Style> {
    return this.#options.chosen.of(kind);
  }

  now(): StyleChoice {
    const { access, selection, tool, typing } = this.#options;
    if (tool() === 'select') {
      this.#shared ??= sharedStyle(access.board(), selection.ids, typing());
      return this.#shared;
    }
    const kind = madeKind(tool());
    return kind === undefined ? NO_CHOICE : { names: styleNames(kind), values: this.of(kind), scale: scaleOf(kind) };
  }

  choose(style: Partial<Style>): void {
    const { access, selection, tool, typing, chosen } = this.#options;
    const made = madeKind(tool());
    if (made !== undefined) chosen.choose(made, style);
    else if (tool() === 'select' && selection.ids.size > 0) {
      const by = { gesture: access.newGesture(), typing: typing() };
      for (const kind of proposeStyle(access, selection.ids, style, by)) chosen.choose(kind, style);
    }
  }

  /** Another selection, or another element whose text is written. */
  selectionChanged(): void {
    this.#shared = undefined;
  }

  /** True when the shared style was computed before and has changed. */
  boardChanged({ ids }: BoardChange): boolean {
    const { selection } = this.#options;
    if (selection.ids.size === 0 || (ids !== 'all' && !ids.some((id) => selection.ids.has(id)))) return false;
    const before = this.#shared;
    this.#shared = undefined;
    return before !== undefined && !isSameChoice(before, this.now());
  }
}
