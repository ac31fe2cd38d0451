import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import { type Camera, type Point, panned, type Size, worldAt, zoomedAround } from '../camera.ts';
import type { CancelReason, Tool, ToolId } from '../tools/tool.ts';
import { type PointerFacts, PointerGestures, type Role } from './pointer-gestures.ts';
import { listenToPointers } from './pointer-input.ts';
import { SampleReader } from './sample-reader.ts';
import type { WheelUse } from './wheel.ts';

export interface PointerDeskOptions {
  readonly mount: HTMLElement;
  readonly tools: Readonly<Record<ToolId, Tool>>;
  readonly chosen: () => ToolId;
  readonly camera: () => Camera;
  readonly view: () => Size;
  readonly wheelUse: () => WheelUse;
  readonly panBy: (dxScreen: number, dyScreen: number) => void;
  readonly zoomTo: (zoom: number, around: Point) => void;
  readonly setCamera: (camera: Camera) => void;
  /** Own pointer for the others: whole world pixels; undefined off the board. */
  readonly pointAt: (cursor: Point | undefined) => void;
  /** Screen point of the eraser, while it is over the board. */
  readonly showEraser: (at: Point | undefined) => void;
  /** A press began or ended. */
  readonly onBusy: () => void;
}

/** Gives each gesture to its tool, keeps the cursor right and tells the others where the pointer is. */
export class PointerDesk implements Disposable {
  readonly #options: PointerDeskOptions;
  readonly #owned = new DisposableStore();
  readonly #samples = new SampleReader();
  readonly #gestures: PointerGestures;
  #event: PointerEvent | undefined;
  #pressed: ToolId | undefined;
  /** What the others were told last, world pixels, and where that was on the screen. */
  #pointed: Point | undefined;
  #lastAt: Point | undefined;
  #hovering = false;

  constructor(options: PointerDeskOptions) {
    this.#options = options;
    this.#gestures = new PointerGestures({
      press: (role, pointer) => this.#press(role, pointer),
      drag: (pointer) => this.#drag(pointer),
      release: (pointer) => this.#release(pointer),
      cancel: (reason) => this.#cancel(reason),
      hover: (pointer) => this.#hover(pointer),
      pinch: (from, to, factor) => this.#pinch(from, to, factor),
    });
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

  /** The board moved under a pointer that did not: the others see it at its new place. */
  cameraMoved(): void {
    if (this.#pointed && this.#lastAt) this.#point(this.#lastAt);
  }

  /** Another tool is chosen: the cursor follows. */
  toolChanged(): void {
    this.#options.showEraser(undefined);
    this.#showCursor();
  }

  /** Takes back the gesture under way; false when there is none. */
  cancel(reason: CancelReason): boolean {
    if (!this.#pressed) return false;
    this.#gestures.abort();
    this.#cancel(reason);
    return true;
  }

  #press(role: Role, pointer: PointerFacts): void {
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

  /** The pointer rests, but with other keys held it may mean something else. */
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
    if (pointer.type === 'touch') this.#leave();
    this.#showCursor();
    this.#options.onBusy();
  }

  #cancel(reason: CancelReason): void {
    if (!this.#pressed) return;
    const tool = this.#tool(this.#pressed);
    this.#pressed = undefined;
    tool.cancel(reason);
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

  #tool(name: ToolId): Tool {
    return this.#options.tools[name];
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
