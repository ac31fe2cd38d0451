import type { ElementKind } from '../../../core/board/kinds.ts';
import type { BoardChange } from '../../../core/room/board-access.ts';
import { StrokeWriter } from '../ink/stroke-writer.ts';
import { WIDTHS } from '../palette.ts';
import { type CancelReason, type PointerSample, PRESSURE_HOLD_MS, TOUCH_HOLD_MS, type Tool, type ToolHost } from './tool.ts';

type PenHost = Pick<ToolHost, 'access' | 'clock' | 'style' | 'draft' | 'undraft' | 'wake'>;

/** Pen and highlighter: ink from the first touch on, no threshold, no delay. */
export class PenTool implements Tool {
  readonly #host: PenHost;
  readonly #kind: ElementKind;
  #writer: StrokeWriter | undefined;

  constructor(host: PenHost, kind: ElementKind) {
    this.#host = host;
    this.#kind = kind;
  }

  cursor(): string {
    return 'crosshair';
  }

  press(sample: PointerSample): void {
    this.#writer?.end();
    const { access, clock, style, draft, undraft } = this.#host;
    const { color = 0, width = WIDTHS.pen[1] } = style(this.#kind);
    const options = {
      access,
      clock,
      kind: this.#kind,
      color,
      width,
      pressured: sample.pressured ?? false,
      holdMs: sample.pointer === 'touch' ? TOUCH_HOLD_MS : sample.pressured === undefined ? PRESSURE_HOLD_MS : 0,
      onInk: draft,
      onInkDone: undraft,
    };
    this.#writer = new StrokeWriter(options, sample.xWorld, sample.yWorld, sample.pressure);
  }

  drag(sample: PointerSample): void {
    if (sample.pressured) this.#writer?.measured();
    this.#writer?.add(sample.xWorld, sample.yWorld, sample.pressure);
    this.#host.wake('ink');
  }

  release(): void {
    this.#writer?.end();
    this.#writer = undefined;
  }

  cancel(reason: CancelReason): void {
    // A stroke that the system cut off is still a stroke; only the person's word or a pinch makes it none.
    if (reason === 'interrupted') this.#writer?.end();
    else this.#writer?.abandon();
    this.#writer = undefined;
  }

  boardChanged(change: BoardChange): void {
    this.#writer?.boardChanged(change);
  }
}
