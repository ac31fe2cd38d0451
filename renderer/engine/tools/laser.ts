import type { PointerSample, Tool, ToolHost } from './tool.ts';

/** The laser pointer: leaves a fading trail that all members see. Nothing of it is on the board. */
export class LaserTool implements Tool {
  readonly #host: Pick<ToolHost, 'laser'>;

  constructor(host: Pick<ToolHost, 'laser'>) {
    this.#host = host;
  }

  cursor(): string {
    return 'crosshair';
  }

  press({ xWorld: x, yWorld: y }: PointerSample): void {
    this.#host.laser({ x, y });
  }

  drag({ xWorld: x, yWorld: y }: PointerSample): void {
    this.#host.laser({ x, y });
  }

  release(): void {
    this.#host.laser(undefined);
  }

  cancel(): void {
    this.#host.laser(undefined);
  }
}
