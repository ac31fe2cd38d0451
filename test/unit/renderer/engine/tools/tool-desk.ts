import type { ElementId } from '../../../../../core/board/ids.ts';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import type { Gesture } from '../../../../../core/room/board-access.ts';
import { USUAL_PROFILE } from '../../../../../renderer/engine/ink/pen-profile.ts';
import type { Draft } from '../../../../../renderer/engine/layers/draft.ts';
import type { Lifted } from '../../../../../renderer/engine/layers/lifted-group.ts';
import { Scene } from '../../../../../renderer/engine/scene.ts';
import { Selection } from '../../../../../renderer/engine/selection/selection.ts';
import type { Style } from '../../../../../renderer/engine/style/style.ts';
import type { PointerSample, Sketch, Tool, ToolHabits, ToolHost } from '../../../../../renderer/engine/tools/tool.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { LocalBoard } from '../local-board.ts';

/** A tool's surroundings without a page: what it shows is remembered. */
export class ToolDesk implements ToolHost {
  readonly access = new LocalBoard();
  readonly clock = new FakeClock();
  readonly scene = new Scene(() => this.access.board());
  readonly selection = new Selection();
  readonly drafts = new Map<ElementId, Draft>();
  readonly veils: (readonly ElementId[] | undefined)[] = [];
  /** What tools have made and given out of their hands. */
  readonly made: ElementId[] = [];
  lifted: Lifted | undefined;
  lastLifted: Lifted | undefined;
  sketched: Sketch = { kind: 'none' };
  panned = { x: 0, y: 0 };
  zoomNow = 1;
  #tool: Tool | undefined;

  constructor() {
    this.access.onChange((change) => {
      if (change.ids === 'all') this.scene.reset();
      else for (const id of this.scene.withHolders(change.ids)) this.scene.update(id);
      this.#tool?.boardChanged?.(change);
    });
  }

  chosenHabits: ToolHabits = { snaps: false, encloses: false, ...USUAL_PROFILE };
  readonly habits = (): ToolHabits => this.chosenHabits;
  readonly zoom = (): number => this.zoomNow;
  readonly style = (kind: number): Partial<Style> => ({ color: 2, width: kind === ElementKind.highlighter ? 224 : 56 });
  readonly written: { readonly holder: ElementId; readonly madeIn: Gesture | undefined }[] = [];
  readonly write = (holder: ElementId, madeIn?: Gesture): void => void this.written.push({ holder, madeIn });
  readonly draft = (draft: Draft): void => void this.drafts.set(draft.traits.id, draft);
  readonly undraft = (id: ElementId): void => void this.drafts.delete(id);
  readonly drawn = (id: ElementId): void => void this.made.push(id);
  readonly veil = (ids: ReadonlySet<ElementId> | undefined): void => void this.veils.push(ids && [...ids]);
  readonly lift = (lifted: Lifted | undefined): void => {
    this.lifted = lifted;
    if (lifted) this.lastLifted = lifted;
  };
  readonly sketch = (sketch: Sketch): void => {
    this.sketched = sketch;
  };
  readonly trail = (): void => {};
  readonly panBy = (dx: number, dy: number): void => {
    this.panned = { x: this.panned.x + dx, y: this.panned.y + dy };
  };
  readonly lasers: ({ readonly x: number; readonly y: number } | undefined)[] = [];
  readonly laser = (at: { readonly x: number; readonly y: number } | undefined): void => void this.lasers.push(at);
  readonly wake = (): void => {};

  /** Hears of board changes as the engine would tell it. */
  use<T extends Tool>(tool: T): T {
    this.#tool = tool;
    return tool;
  }

  /** A sample at a screen point; the camera looks at the origin. */
  at(x: number, y: number, part: Partial<PointerSample> = {}): PointerSample {
    return {
      xScreen: x,
      yScreen: y,
      xWorld: x / this.zoomNow,
      yWorld: y / this.zoomNow,
      pressure: 0.5,
      pressured: false,
      pointer: 'mouse',
      shift: false,
      alt: false,
      mod: false,
      space: false,
      ...part,
    };
  }

  /** A whole gesture through screen points. */
  drag(tool: Tool, points: readonly (readonly [number, number])[], part: Partial<PointerSample> = {}): void {
    const [first, ...rest] = points.map(([x, y]) => this.at(x, y, part));
    if (!first) return;
    tool.press(first);
    for (const sample of rest) tool.drag(sample);
    tool.release(rest.at(-1) ?? first);
  }
}
