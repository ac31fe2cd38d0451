import { assertNever } from '../../../core/base/assert-never.ts';
import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { PressureCurve } from '../ink/pen-profile.ts';
import type { CancelReason, Tool, ToolId } from '../tools/tool.ts';
import { type Camera, type Point, panned, type Size, worldAt, zoomedAround } from '../view/camera.ts';
import type { PointerEffect, PointerFacts, PointerHabits, Role } from './pointer-facts.ts';
import { PointerGestures } from './pointer-gestures.ts';
import { listenToPointers } from './pointer-input.ts';
import type { InkWidth } from './pressure-judge.ts';
import { SampleReader } from './sample-reader.ts';
import type { WheelUse } from './wheel.ts';

/** The person's settings for pens, fingers and ink. */
export interface InputHabits extends PointerHabits {
  readonly inkWidth: InkWidth;
  readonly pressureCurve: PressureCurve;
}

export interface PointerDeskOptions {
  readonly mount: HTMLElement;
  readonly clock: Clock;
  readonly tools: Readonly<Record<ToolId, Tool>>;
  /** The tool of a pen while its barrel button is held. */
  readonly lasso: Tool;
  readonly habits: () => InputHabits;
  /** Chooses the select tool when a lasso begins, because other tools do not keep a selection. */
  readonly takeSelect: () => void;
  /** Called at a tap with two or three fingers. */
  readonly onTap: (fingers: 2 | 3) => void;
  /** Called when a pen touches the board for the first time. */
  readonly onPen: () => void;
  readonly chosen: () => ToolId;
  readonly camera: () => Camera;
  readonly view: () => Size;
  readonly wheelUse: () => WheelUse;
  readonly panBy: (dxScreen: number, dyScreen: number) => void;
  readonly zoomTo: (zoom: number, around: Point) => void;
  readonly setCamera: (camera: Camera) => void;
  /** Sends the own pointer to the others: whole world pixels, undefined off the board. */
  readonly pointAt: (cursor: Point | undefined) => void;
  /** Shows the eraser at a screen point while it is over the board. */
  readonly showEraser: (at: Point | undefined) => void;
  /** Called when a press begins or ends. */
  readonly onBusy: () => void;
}

type Pressed = ToolId | 'lasso';

/** Routes each gesture to its tool, sets the CSS cursor and sends the pointer position to the others. */
export class PointerDesk implements Disposable {
  readonly #options: PointerDeskOptions;
  readonly #owned = new DisposableStore();
  readonly #samples: SampleReader;
  readonly #gestures: PointerGestures;
  #event: PointerEvent | undefined;
  #pressed: Pressed | undefined;
  /** The camera before fingers moved it. */
  #markedView: Camera | undefined;
  /** The position that was sent last, world pixels, and its screen point. */
  #pointed: Point | undefined;
  #lastAt: Point | undefined;
  #hovering = false;

  constructor(options: PointerDeskOptions) {
    this.#options = options;
    this.#samples = new SampleReader(options.habits);
    this.#gestures = this.#owned.add(new PointerGestures((effect) => this.#carryOut(effect), options.habits, options.clock));
    this.#owned.add(
      listenToPointers({
        mount: options.mount,
        gestures: this.#gestures,
        view: options.view,
        wheelUse: options.wheelUse,
        onWheel: (meaning, at) => {
          if (meaning.kind === 'pan') options.panBy(meaning.dx, meaning.dy);
          else options.zoomTo(options.camera().zoom * meaning.factor, at);
        },
        onEvent: (event) => {
          this.#event = event;
        },
        onSpace: () => {
          this.#samples.spaceHeld = this.#gestures.spaceHeld;
          this.#showCursor();
        },
        onKeys: (event) => this.#keys(event),
      }),
    );
    this.#showCursor();
  }

  get pressing(): boolean {
    return this.#pressed !== undefined && this.#pressed !== 'hand';
  }

  /** A pen has touched the board. */
  get penSeen(): boolean {
    return this.#gestures.penSeen;
  }

  /** The board moved under a resting pointer: sends the pointer's new world position. */
  cameraMoved(): void {
    if (this.#pointed && this.#lastAt) this.#point(this.#lastAt);
  }

  /** Sets the cursor of the newly chosen tool. */
  toolChanged(): void {
    this.#options.showEraser(undefined);
    this.#showCursor();
  }

  /** Cancels the gesture under way, or ends what the tool goes on with between presses. False without either. */
  cancel(reason: CancelReason): boolean {
    if (!this.#pressed) return this.#tool(this.#options.chosen()).end?.() ?? false;
    this.#gestures.tell({ kind: 'takenBack' });
    this.#cancel(reason);
    return true;
  }

  #carryOut(effect: PointerEffect): void {
    const { camera, setCamera, onTap, onPen } = this.#options;
    switch (effect.do) {
      case 'press':
        this.#press(effect.role, effect.pointer);
        break;
      case 'drag':
        this.#drag(effect.pointer);
        break;
      case 'release':
        this.#release(effect.pointer);
        break;
      case 'cancel':
        this.#cancel(effect.reason);
        break;
      case 'hover':
        this.#hover(effect.pointer);
        break;
      case 'pinch':
        this.#pinch(effect.from, effect.to, effect.factor);
        break;
      case 'markView':
        this.#markedView = camera();
        break;
      case 'restoreView':
        if (this.#markedView) setCamera(this.#markedView);
        break;
      case 'tap':
        onTap(effect.fingers);
        break;
      case 'penSeen':
        onPen();
        break;
      default:
        assertNever(effect);
    }
  }

  #press(role: Role, pointer: PointerFacts): void {
    if (role === 'lasso') this.#options.takeSelect();
    const name = role === 'tool' ? this.#options.chosen() : role;
    this.#pressed = name;
    this.#tool(name).press(this.#samples.press(this.#event, pointer, this.#options.camera()));
    this.#point(pointer);
    this.#showEraser(pointer);
    this.#showCursor();
    this.#options.onBusy();
  }

  #drag(pointer: PointerFacts): void {
    if (!this.#pressed) return;
    const tool = this.#tool(this.#pressed);
    if (this.#pressed === 'hand') tool.drag(this.#samples.at(this.#event, pointer, this.#options.camera()));
    else this.#samples.each(this.#event, pointer, this.#options.camera, (sample) => tool.drag(sample));
    this.#point(pointer);
    this.#showEraser(pointer);
  }

  /** A modifier key changed while the pointer rests: its meaning may change. */
  #keys(event: KeyboardEvent): boolean {
    if (!this.#pressed || this.#pressed === 'hand') return false;
    this.#tool(this.#pressed).drag(this.#samples.again(event));
    return true;
  }

  #release(pointer: PointerFacts): void {
    if (!this.#pressed) return;
    const tool = this.#tool(this.#pressed);
    this.#pressed = undefined;
    tool.release(this.#samples.at(this.#event, pointer, this.#options.camera()));
    // The eraser end of a pen may have erased while another tool is chosen.
    this.#showEraser(pointer);
    if (pointer.type === 'touch') this.#leave();
    this.#showCursor();
    this.#options.onBusy();
  }

  #cancel(reason: CancelReason): void {
    if (!this.#pressed) return;
    const tool = this.#tool(this.#pressed);
    this.#pressed = undefined;
    tool.cancel(reason);
    this.#options.showEraser(undefined);
    this.#showCursor();
    this.#options.onBusy();
  }

  #hover(pointer: PointerFacts | undefined): void {
    const tool = this.#tool(this.#options.chosen());
    if (!pointer) {
      tool.hover?.(undefined);
      this.#leave();
      return;
    }
    this.#hovering = true;
    if (tool.hover) {
      tool.hover(this.#samples.at(this.#event, pointer, this.#options.camera()));
      this.#showCursor();
    }
    this.#point(pointer);
    this.#showEraser(pointer);
  }

  #leave(): void {
    this.#hovering = false;
    this.#options.showEraser(undefined);
    if (this.#pointed === undefined) return;
    this.#pointed = undefined;
    this.#options.pointAt(undefined);
  }

  #pinch(from: Point, to: Point, factor: number): void {
    const { camera, setCamera } = this.#options;
    const moved = panned(camera(), from.x - to.x, from.y - to.y);
    setCamera(zoomedAround(moved, moved.zoom * factor, to));
  }

  #point({ x: xScreen, y: yScreen }: Point): void {
    this.#lastAt = { x: xScreen, y: yScreen };
    const world = worldAt(this.#options.camera(), this.#lastAt);
    const x = Math.round(world.x);
    const y = Math.round(world.y);
    if (this.#pointed && this.#pointed.x === x && this.#pointed.y === y) return;
    this.#pointed = { x, y };
    this.#options.pointAt(this.#pointed);
  }

  #showEraser(pointer: PointerFacts): void {
    const name = this.#pressed ?? this.#options.chosen();
    const isShown = name === 'eraser' && !this.#gestures.spaceHeld && (this.#pressed !== undefined || this.#hovering);
    this.#options.showEraser(isShown ? { x: pointer.x, y: pointer.y } : undefined);
  }

  #showCursor(): void {
    const name = this.#pressed ?? (this.#gestures.spaceHeld ? 'hand' : this.#options.chosen());
    const cursor = this.#tool(name).cursor();
    const { style } = this.#options.mount;
    if (style.cursor !== cursor) style.cursor = cursor;
  }

  #tool(name: Pressed): Tool {
    return name === 'lasso' ? this.#options.lasso : this.#options.tools[name];
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
