import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { textOf } from '../../../core/board/bodies/text-order.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import type { BoardAccess, BoardChange, Gesture } from '../../../core/room/board-access.ts';
import type { Theme } from '../palette.ts';
import type { Scene } from '../scene.ts';
import { proposeEach } from '../selection/arranging/selection-actions.ts';
import { proposeRemoval } from '../selection/propose-removal.ts';
import { type Camera, screenAt } from '../view/camera.ts';
import { fittedBox, isSameBox, type OwnBox, ownBoxOf } from './label-fit.ts';
import { boardTexts } from './layout/board-texts.ts';
import { TextField } from './text-field.ts';
import { holdsText, textColor, textPlace } from './text-place.ts';
import { Typing } from './typing.ts';

export interface TextEditingOptions {
  readonly mount: HTMLElement;
  readonly access: BoardAccess;
  readonly clock: Clock;
  readonly scene: Scene;
  readonly camera: () => Camera;
  readonly theme: () => Theme;
  readonly panBy: (dxScreen: number, dyScreen: number) => void;
  /** Names of the fields for screen readers. */
  readonly fieldNames?: { readonly text: string; readonly title: string };
  readonly history?: { undo(): void; redo(): void };
  /** The field now shows another element's text, or none. */
  readonly onHolder: (holder: ElementId | undefined) => void;
}

interface Edited {
  readonly holder: ElementId;
  readonly madeIn: Gesture | undefined;
  readonly field: TextField;
  readonly typing: Typing;
  /** The box of a shape as it is without its label, and as it was enlarged last. */
  own: OwnBox;
  fitted: OwnBox;
}

/** Screen pixels that stay free around the typed text. */
const MARGIN = 16;
/** The upper part of the view that an on-screen keyboard leaves free. */
const ABOVE_KEYBOARD = 0.42;

/** Lets a person type in one element at a time: places the field over it and ends it. */
export class TextEditing implements Disposable {
  readonly #options: TextEditingOptions;
  readonly #owned = new DisposableStore();
  #edited: Edited | undefined;

  constructor(options: TextEditingOptions) {
    this.#options = options;
    this.#owned.add(boardTexts.onFonts(() => this.place()));
  }

  /** The element being typed in. */
  get holder(): ElementId | undefined {
    return this.#edited?.holder;
  }

  /** Opens the field on an element. `madeIn`: the gesture that has just created it. */
  begin(holder: ElementId, madeIn?: Gesture): void {
    if (this.#edited?.holder === holder) return;
    this.end();
    const { mount, access, clock, fieldNames, history, onHolder } = this.#options;
    const element = access.board().get(holder);
    if (!element?.alive || !holdsText(element.kind)) return;
    const field = new TextField(mount, fieldNames?.text ?? '', {
      input: () => this.#typed(() => typing.input()),
      composing: (isBegun) => this.#typed(() => typing.composing(isBegun)),
      undo: () => this.#typed(() => typing.undo()),
      redo: () => this.#typed(() => typing.redo()),
      leave: () => this.end(),
    });
    const typing: Typing = new Typing({ access, clock, holder, field, madeIn, history, onGone: () => this.end() });
    const own = ownBoxOf(element);
    this.#edited = { holder, madeIn, field, typing, own, fitted: own };
    onHolder(holder);
    this.place();
    field.focus();
    this.#keepInSight();
  }

  /** Closes the field. Removes a text without visible content. */
  end(): void {
    const edited = this.#edited;
    if (!edited) return;
    this.#edited = undefined;
    const { access, onHolder } = this.#options;
    edited.typing.dispose();
    edited.field.dispose();
    const { holder, madeIn } = edited;
    const element = access.board().get(holder);
    const isEmpty = element?.alive === true && element.kind === ElementKind.text && textOf(access.board(), holder).trim() === '';
    if (isEmpty) proposeRemoval(access, [holder], madeIn ?? access.newGesture());
    onHolder(undefined);
  }

  boardChanged(change: BoardChange): void {
    this.#edited?.typing.boardChanged(change);
    this.place();
  }

  /** The element, the view or the theme has changed: moves the field. */
  place(): void {
    const edited = this.#edited;
    if (!edited) return;
    const { access, scene, camera, theme } = this.#options;
    const element = access.board().get(edited.holder);
    const place = element && textPlace(access.board(), scene, element);
    if (place) edited.field.place(place, camera(), textColor(element, theme()));
  }

  #typed(run: () => void): void {
    run();
    this.#fit();
    this.place();
    this.#keepInSight();
  }

  /** Enlarges a shape for its label, as a part of the typing, and back to its own size when words are taken out again. */
  #fit(): void {
    const edited = this.#edited;
    const { access } = this.#options;
    const element = edited && access.board().get(edited.holder);
    const gesture = edited?.typing.gesture;
    if (!edited || !element || gesture === undefined) return;
    const now = ownBoxOf(element);
    // A person has resized it meanwhile, or an undo has.
    if (!isSameBox(now, edited.fitted)) edited.own = now;
    edited.fitted = fittedBox(access.board(), element, edited.own);
    if (!isSameBox(now, edited.fitted)) proposeEach(access, [[edited.holder, { ...edited.fitted }]], gesture);
  }

  /** Moves the view when the typed text would be outside of it, or under an on-screen keyboard. */
  #keepInSight(): void {
    const { mount, access, scene, camera, panBy } = this.#options;
    const element = this.#edited && access.board().get(this.#edited.holder);
    const place = element && textPlace(access.board(), scene, element);
    const window = mount.ownerDocument.defaultView;
    if (!place || !window) return;
    const { frame } = place;
    const { zoom } = camera();
    const middle = screenAt(camera(), { x: frame.x + frame.w / 2, y: frame.y + frame.h / 2 });
    const isTouched = window.matchMedia('(pointer: coarse)').matches;
    const seen = Math.min(mount.clientHeight, window.visualViewport?.height ?? mount.clientHeight);
    const bottom = Math.min(seen, isTouched ? mount.clientHeight * ABOVE_KEYBOARD : seen) - MARGIN;
    const down = moveInto(middle.y, (frame.h * zoom) / 2, MARGIN, bottom);
    const across = moveInto(middle.x, (frame.w * zoom) / 2, MARGIN, mount.clientWidth - MARGIN);
    if (down !== 0 || across !== 0) panBy(across, down);
  }

  dispose(): void {
    this.end();
    this.#owned.dispose();
  }
}

/**
 * The movement of the view that brings `[middle - half, middle + half]` within `low` and `high`; only its end where the whole
 * does not fit.
 */
function moveInto(middle: number, half: number, low: number, high: number): number {
  if (middle + half > high) return middle + half - high;
  if (middle - half < low) return Math.max(middle - half - low, middle + half - high);
  return 0;
}
