import { ElementKind } from '../../../../core/board/kinds.ts';
import { NOTE_SIDE, proposeNote } from '../../text/new-text.ts';
import type { PointerSample, Tool, ToolHost } from '../tool.ts';

type NoteHost = Pick<ToolHost, 'access' | 'style' | 'write' | 'sketch'>;

/** World pixels. A smaller drag gives a note of the usual size. */
const LEAST = 60;

/** A click adds a note under the pointer; a drag sets its size. */
export class NoteTool implements Tool {
  readonly #host: NoteHost;
  #start: { readonly x: number; readonly y: number } | undefined;

  constructor(host: NoteHost) {
    this.#host = host;
  }

  cursor(): string {
    return 'crosshair';
  }

  press({ xWorld, yWorld }: PointerSample): void {
    this.#start = { x: xWorld, y: yWorld };
  }

  drag({ xWorld, yWorld }: PointerSample): void {
    if (this.#start) this.#host.sketch({ kind: 'marquee', x1: this.#start.x, y1: this.#start.y, x2: xWorld, y2: yWorld });
  }

  release({ xWorld, yWorld }: PointerSample): void {
    const start = this.#start;
    this.#reset();
    if (!start) return;
    const { access, style, write } = this.#host;
    const [w, h] = [Math.abs(xWorld - start.x), Math.abs(yWorld - start.y)];
    const box =
      w >= LEAST && h >= LEAST
        ? { x: Math.min(start.x, xWorld), y: Math.min(start.y, yWorld), w, h }
        : { x: start.x - NOTE_SIDE / 2, y: start.y - NOTE_SIDE / 2, w: NOTE_SIDE, h: NOTE_SIDE };
    const gesture = access.newGesture();
    write(proposeNote(access, box, style(ElementKind.note), gesture), gesture);
  }

  cancel(): void {
    this.#reset();
  }

  #reset(): void {
    this.#start = undefined;
    this.#host.sketch({ kind: 'none' });
  }
}
