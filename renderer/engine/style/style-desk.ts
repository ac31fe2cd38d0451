import type { BoardAccess, BoardChange } from '../../../core/room/board-access.ts';
import type { Selection } from '../selection/selection.ts';
import { madeKind } from '../tools/made-kind.ts';
import type { ToolId } from '../tools/tool.ts';
import { ChosenStyles } from './chosen-styles.ts';
import { isSameChoice, proposeStyle, sharedStyle } from './selection-style.ts';
import { NO_CHOICE, type Style, type StyleChoice, scaleOf, styleNames } from './style.ts';

export interface StyleDeskOptions {
  readonly access: BoardAccess;
  readonly selection: Selection;
  readonly tool: () => ToolId;
}

/** The style that a person sees and chooses: with the select tool of what is selected, else of what the tool in hand makes next. */
export class StyleDesk {
  readonly #options: StyleDeskOptions;
  readonly #chosen = new ChosenStyles();
  /** What the selected share: looked at only when something about them changes, not with every movement of the camera. */
  #shared: StyleChoice | undefined;

  constructor(options: StyleDeskOptions) {
    this.#options = options;
  }

  /** What the next element of a kind gets. */
  of(kind: number): Partial<Style> {
    return this.#chosen.of(kind);
  }

  now(): StyleChoice {
    const { access, selection, tool } = this.#options;
    if (tool() === 'select') {
      this.#shared ??= sharedStyle(access.board(), selection.ids);
      return this.#shared;
    }
    const kind = madeKind(tool());
    return kind === undefined ? NO_CHOICE : { names: styleNames(kind), values: this.of(kind), scale: scaleOf(kind) };
  }

  choose(style: Partial<Style>): void {
    const { access, selection, tool } = this.#options;
    const made = madeKind(tool());
    if (made !== undefined) this.#chosen.choose(made, style);
    else if (tool() === 'select' && selection.ids.size > 0) {
      for (const kind of proposeStyle(access, selection.ids, style, access.newGesture())) this.#chosen.choose(kind, style);
    }
  }

  selectionChanged(): void {
    this.#shared = undefined;
  }

  /** True when what the selected share was looked at before, and is another now. */
  boardChanged({ ids }: BoardChange): boolean {
    const { selection } = this.#options;
    if (selection.ids.size === 0 || (ids !== 'all' && !ids.some((id) => selection.ids.has(id)))) return false;
    const before = this.#shared;
    this.#shared = undefined;
    return before !== undefined && !isSameChoice(before, this.now());
  }
}
