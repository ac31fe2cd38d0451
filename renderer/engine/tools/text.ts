import { ElementKind } from '../../../core/board/kinds.ts';
import { UNITS } from '../geometry.ts';
import { topmostAt } from '../selection/hit-test.ts';
import { TEXT_SIZES } from '../text/layout/fonts.ts';
import { proposeText } from '../text/new-text.ts';
import { DRAG_THRESHOLD_COARSE } from './is-drag.ts';
import type { PointerSample, Tool, ToolHost } from './tool.ts';

type TextHost = Pick<ToolHost, 'access' | 'scene' | 'style' | 'write' | 'sketch'>;

/** World pixels. After a shorter drag a text is as wide as its words. */
const NARROWEST = 40;

/** A click begins a text or continues one; a drag sets its width. */
export class TextTool implements Tool {
  readonly #host: TextHost;
  #start: { readonly xScreen: number; readonly xWorld: number; readonly yWorld: number } | undefined;

  constructor(host: TextHost) {
    this.#host = host;
  }

  cursor(): string {
    return 'text';
  }

  press({ xScreen, xWorld, yWorld }: PointerSample): void {
    this.#start = { xScreen, xWorld, yWorld };
  }

  drag(sample: PointerSample): void {
    const start = this.#start;
    if (!start) return;
    const isDragged = Math.abs(sample.xScreen - start.xScreen) > DRAG_THRESHOLD_COARSE;
    const { size = TEXT_SIZES[1] } = this.#host.style(ElementKind.text);
    const half = size / UNITS / 2;
    const box = { x1: start.xWorld, y1: start.yWorld - half, x2: sample.xWorld, y2: start.yWorld + half };
    this.#host.sketch(isDragged ? { kind: 'marquee', ...box } : { kind: 'none' });
  }

  release(sample: PointerSample): void {
    const start = this.#start;
    this.#reset();
    if (!start) return;
    const { access, scene, style, write } = this.#host;
    const board = access.board();
    const hit = topmostAt(scene, board, start.xWorld, start.yWorld, 0);
    const width = Math.abs(sample.xWorld - start.xWorld);
    const isDragged = Math.abs(sample.xScreen - start.xScreen) > DRAG_THRESHOLD_COARSE && width >= NARROWEST;
    if (hit !== undefined && !isDragged && board.get(hit)?.kind === ElementKind.text) {
      write(hit);
      return;
    }
    const gesture = access.newGesture();
    const at = { x: isDragged ? Math.min(start.xWorld, sample.xWorld) : start.xWorld, y: start.yWorld };
    write(proposeText(access, isDragged ? { ...at, width } : at, style(ElementKind.text), gesture), gesture);
  }

  cancel(): void {
    this.#reset();
  }

  #reset(): void {
    this.#start = undefined;
    this.#host.sketch({ kind: 'none' });
  }
}
