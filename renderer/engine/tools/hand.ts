import type { PointerSample, Tool, ToolHost } from './tool.ts';

/** Drags the board. Space, the middle button, and fingers in pen mode do the same with every tool. */
export class HandTool implements Tool {
  readonly #host: Pick<ToolHost, 'panBy'>;
  #held: { x: number; y: number } | undefined;

  constructor(host: Pick<ToolHost, 'panBy'>) {
    this.#host = host;
  }

  cursor(): string {
    return this.#held ? 'grabbing' : 'grab';
  }

  press(sample: PointerSample): void {
    this.#held = { x: sample.xScreen, y: sample.yScreen };
  }

  drag(sample: PointerSample): void {
    const held = this.#held;
    if (!held) return;
    this.#host.panBy(held.x - sample.xScreen, held.y - sample.yScreen);
    held.x = sample.xScreen;
    held.y = sample.yScreen;
  }

  release(): void {
    this.#held = undefined;
  }

  cancel(): void {
    this.#held = undefined;
  }
}
