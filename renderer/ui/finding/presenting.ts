import { type Disposable, DisposableStore, disposable } from '../../../core/base/disposable.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { Engine } from '../../engine/engine.ts';
import type { FrameEntry } from '../../engine/finding.ts';
import { listen } from '../../engine/listen.ts';
import { isTypingTarget } from '../commands/keys.ts';
import { createValue, type Source } from '../value-store.ts';

/** The shown slide. */
export interface Slide {
  readonly at: number;
  readonly count: number;
  readonly title: string;
}

/** Shows the frames of the board as slides, one at a time, without the chrome. `undefined` without a presentation in this window. */
export interface Presenting extends Source<Slide | undefined>, Disposable {
  /** Starts at the selected frame, else at the first. */
  start(): void;
  step(by: number): void;
  end(): void;
}

export interface PresentingOptions {
  readonly engine: Pick<Engine, 'frames' | 'showBox' | 'setCamera' | 'clearSelection' | 'snapshot' | 'setTool'>;
  readonly window: Pick<Window, 'addEventListener' | 'removeEventListener'>;
  /** Says that the board has no frame. */
  readonly sayNone: () => void;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  PageDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  PageUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

export function createPresenting({ engine, window, sayNone }: PresentingOptions): Presenting {
  const slide = createValue<Slide | undefined>(undefined);
  let shown: ElementId | undefined;
  let running: DisposableStore | undefined;

  const show = (frames: readonly FrameEntry[], wanted: number): void => {
    const at = Math.min(Math.max(wanted, 0), frames.length - 1);
    const frame = frames[at];
    if (!frame) {
      end();
      return;
    }
    shown = frame.id;
    engine.showBox(frame.box, 'whole');
    slide.write({ at, count: frames.length, title: frame.title });
  };
  /** Others may add, move and remove frames at the same time. So each step starts from the current slide, wherever it is now. */
  const step = (by: number): void => {
    if (!running) return;
    const frames = engine.frames();
    const index = frames.findIndex(({ id }) => id === shown);
    const here = index < 0 ? (slide.read()?.at ?? 0) - Math.sign(by) : index;
    show(frames, by === Number.NEGATIVE_INFINITY ? 0 : by === Number.POSITIVE_INFINITY ? frames.length - 1 : here + by);
  };
  const end = (): void => {
    running?.dispose();
    running = undefined;
    shown = undefined;
    slide.write(undefined);
  };
  const press = (event: KeyboardEvent): void => {
    if (isTypingTarget(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = STEPS[event.key];
    if (by === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (by === undefined) end();
    else step(by);
  };

  return {
    read: slide.read,
    watch: slide.watch,
    start() {
      const frames = engine.frames();
      if (frames.length === 0) {
        sayNone();
        return;
      }
      end();
      const { selection, camera } = engine.snapshot();
      const owned = new DisposableStore();
      owned.add(listen(window, 'keydown', press, { capture: true }));
      owned.add(listen(window, 'resize', () => step(0)));
      // At the end the view is the same as before the presentation.
      owned.add(disposable(() => engine.setCamera(camera)));
      running = owned;
      engine.clearSelection();
      // With the hand tool the pointer cannot draw on the slides by accident.
      engine.setTool('hand');
      show(
        frames,
        Math.max(
          frames.findIndex(({ id }) => selection.includes(id)),
          0,
        ),
      );
    },
    step,
    end,
    dispose: end,
  };
}
