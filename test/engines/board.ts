import type { EnginePage, PointerAction } from './engine.ts';

/** As long as a person would wait on a machine with other work, milliseconds. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 100;

/** Looks again until it is so. Rejects with `what`, and with what was last seen, when it never is. */
export async function eventually(what: string, look: () => Promise<unknown>, wanted: unknown): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (wanted instanceof RegExp ? wanted.test(String(seen)) : seen === wanted) return;
    if (performance.now() > until) throw new Error(`${what}: ${wanted} was awaited, ${seen} was seen`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** The board as a person has it before them in one engine: what they do, and what they see. */
export class BoardWindow {
  readonly page: EnginePage;

  constructor(page: EnginePage) {
    this.page = page;
  }

  pill(): Promise<unknown> {
    return this.page.evaluate(`document.querySelector('[data-testid="status-pill"]')?.textContent ?? ''`);
  }

  /** Points of the window: pressed at the first, released at the last. */
  async drag(...points: readonly { readonly x: number; readonly y: number }[]): Promise<void> {
    const [first, ...rest] = points.map(({ x, y }): PointerAction => ({ type: 'pointerMove', x, y, duration: 60 }));
    if (!first) throw new Error('a drag needs a point');
    await this.page.pointer([first, { type: 'pointerDown', button: 0 }, ...rest, { type: 'pointerUp', button: 0 }]);
  }

  async press(key: string): Promise<void> {
    await this.type([key]);
  }

  async type(keys: Iterable<string>): Promise<void> {
    const strokes = [...keys].flatMap((value) => [{ type: 'keyDown', value } as const, { type: 'keyUp', value } as const]);
    await this.page.keys(strokes);
  }

  /** Clicks the middle of what a selector finds. */
  async click(selector: string): Promise<void> {
    const at = (await this.page.evaluate(`(() => {
      const box = document.querySelector(${JSON.stringify(selector)})?.getBoundingClientRect();
      return box ? { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) } : null;
    })()`)) as { readonly x: number; readonly y: number } | null;
    if (!at) throw new Error(`nothing is ${selector}`);
    await this.drag(at);
  }

  /** Device pixels with ink on any canvas of the board. A copy of each is read, because tiles have no 2D context. */
  inked(): Promise<unknown> {
    return this.page.evaluate(`[...document.querySelectorAll('#board canvas')].reduce((sum, canvas) => {
      if (canvas.width === 0) return sum;
      const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height }).getContext('2d');
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      for (let i = 3; i < data.length; i += 4) if (data[i] > 0) sum++;
      return sum;
    }, 0)`);
  }
}

/** Keys without a character, in WebDriver's code points. */
export const Key = { escape: '\uE00C' } as const;
