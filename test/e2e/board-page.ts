import { expect, type Locator, type Page } from 'playwright/test';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type ToolName =
  | 'Select'
  | 'Hand'
  | 'Pen'
  | 'Highlighter'
  | 'Eraser'
  | 'Line'
  | 'Arrow'
  | 'Rectangle'
  | 'Ellipse'
  | 'Diamond'
  | 'Frame';

type Fact = 'Fingerprint' | 'On the board' | 'Unsent' | 'Server' | 'Connected';

/** Somebody in a room, with the board that everybody in it should have. */
export interface Member {
  /** Waits until the board holds this many visible elements. */
  holds(elements: number): Promise<void>;
  /** `look` may read the board's fingerprint at any time while it runs. Equal boards have equal ones. */
  whileFingerprintShows(look: (read: ReadFact) => Promise<void>): Promise<void>;
}

type ReadFact = () => Promise<string | null>;

/** A board as a person has it before them: what they do, and what they see. Only through the interface, never behind it. */
export class BoardPage implements Member {
  readonly page: Page;
  /** Errors of the page and its console since it opened. */
  readonly problems: readonly string[];

  constructor(page: Page, problems: readonly string[]) {
    this.page = page;
    this.problems = problems;
  }

  get pill(): Locator {
    return this.page.getByTestId('status-pill');
  }
  get lostCopy(): Locator {
    return this.page.getByTestId('lost-copy');
  }

  /** The banner; empty without news. */
  get news(): Locator {
    return this.page.getByTestId('news');
  }

  async live(): Promise<void> {
    await expect(this.pill).toContainText('Live');
  }

  tool(name: ToolName): Locator {
    return this.page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Drags the pointer along points of the window, as a hand does: pressed at the first, released at the last. */
  async drag(...points: readonly Point[]): Promise<void> {
    const [first, ...rest] = points;
    if (!first) throw new Error('a drag needs a point');
    await this.page.mouse.move(first.x, first.y);
    await this.page.mouse.down();
    for (const point of rest) await this.page.mouse.move(point.x, point.y, { steps: STEPS });
    await this.page.mouse.up();
  }

  /** A stroke with the pen, from one point of the window to others. */
  async draw(...points: readonly Point[]): Promise<void> {
    const { send, end } = await this.#penAt(points);
    await Promise.all([...send.moves(), send.release()]);
    await end();
  }

  /** A stroke with the pen, which rests at its end until it is let go. */
  async drawAndRest(...points: readonly Point[]): Promise<() => Promise<void>> {
    const { send, end } = await this.#penAt(points);
    await Promise.all(send.moves());
    return async () => {
      await send.release();
      await end();
    };
  }

  /**
   * What a stroke along points consists of, for the browser to get all at once: of a stroke whose pointer rests, the app makes a shape,
   * and a busy machine lets it rest between two movements.
   */
  async #penAt(points: readonly Point[]) {
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) throw new Error('a stroke needs a point');
    await this.page.keyboard.press('p');
    await this.page.mouse.move(first.x, first.y);
    const line = await this.page.context().newCDPSession(this.page);
    const send = async (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', { x, y }: Point): Promise<void> => {
      const held = type === 'mouseReleased' ? { buttons: 0, force: 0 } : { buttons: 1, force: 0.5 };
      await line.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1, ...held });
    };
    return {
      send: {
        moves: () => [send('mousePressed', first), ...steps(points).map((point) => send('mouseMoved', point))],
        release: () => send('mouseReleased', last),
      },
      end: async () => {
        await line.detach();
        // Playwright counts from where it moved the pointer itself.
        await this.page.mouse.move(last.x, last.y);
      },
    };
  }

  /** Opens the status panel while `look` runs, which can read what it says under a name at any time: the panel follows the board. */
  async #whileShown<T>(name: Fact, look: (read: ReadFact, value: Locator) => Promise<T>): Promise<T> {
    if (!(await this.#status.isVisible())) await this.pill.click();
    const value = this.#status.locator('.facts > div', { has: this.page.getByText(name, { exact: true }) }).locator('dd');
    const seen = await look(() => value.textContent(), value);
    await this.page.keyboard.press('Escape');
    await expect(this.#status).toBeHidden();
    return seen;
  }

  /** What the status panel says under a name. Opens it and closes it again. */
  async fact(name: Fact): Promise<string> {
    return (await this.#whileShown(name, (read) => read())) ?? '';
  }

  /** Waits until the board holds this many visible elements. */
  async holds(elements: number): Promise<void> {
    const words = elements === 1 ? '1 element' : `${elements} elements`;
    await this.#whileShown('On the board', (_read, value) => expect(value).toHaveText(words));
  }

  whileFingerprintShows(look: (read: ReadFact) => Promise<void>): Promise<void> {
    return this.#whileShown('Fingerprint', look);
  }

  fingerprint(): Promise<string> {
    return this.fact('Fingerprint');
  }

  get #status(): Locator {
    return this.page.getByRole('dialog', { name: 'Where this board lives' });
  }

  /** The inked part of the window as pixels: what lies between the bars of the chrome. */
  async pixels(): Promise<Buffer> {
    return this.page.screenshot({ clip: BOARD_CLIP, animations: 'disabled' });
  }
}

/** How many movements lead from one point of a drag to the next. */
const STEPS = 6;

/** The places to which a pointer moves that is dragged along points. */
function steps(points: readonly Point[]): readonly Point[] {
  return points.slice(1).flatMap((to, i) => {
    const from = points[i] ?? to;
    return Array.from({ length: STEPS }, (_, step) => {
      const part = (step + 1) / STEPS;
      return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
    });
  });
}

/** Free of toolbar, pill and panels at 1280×800. */
export const BOARD_CLIP = { x: 120, y: 120, width: 1000, height: 480 } as const;

/** Most of what is waited for has come with the first look or soon after it. Milliseconds between two looks. */
export const SOON = { intervals: [50, 100, 100, 250] };

/** Waits until two people hold the same board, by the fingerprint that the app shows. */
export async function sameBoard(a: Member, b: Member): Promise<void> {
  await a.whileFingerprintShows((one) =>
    b.whileFingerprintShows((other) => expect.poll(async () => (await one()) === (await other()), SOON).toBe(true)),
  );
}

/** How many pixels differ clearly between two pictures of one size, and how many in the first are not paper. */
export async function comparePixels(page: Page, a: Buffer, b: Buffer): Promise<{ differing: number; inked: number }> {
  return page.evaluate(
    async ([left, right]) => {
      const read = async (base64: string): Promise<ImageData> => {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext('2d');
        if (!context) throw new Error('no 2d context');
        context.drawImage(bitmap, 0, 0);
        return context.getImageData(0, 0, bitmap.width, bitmap.height);
      };
      const [first, second] = [await read(left), await read(right)];
      const away = (one: ImageData, i: number, other: ArrayLike<number>, j: number): boolean =>
        [0, 1, 2].some((channel) => Math.abs((one.data[i + channel] as number) - (other[j + channel] as number)) > 48);
      let differing = 0;
      let inked = 0;
      for (let i = 0; i < first.data.length; i += 4) {
        if (away(first, i, second.data, i)) differing++;
        if (away(first, i, first.data, 0)) inked++;
      }
      return { differing, inked };
    },
    [a.toString('base64'), b.toString('base64')] as const,
  );
}

interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Red, green, blue and opacity of each pixel in a part of the window. */
export async function pixelsAt(page: Page, clip: Clip): Promise<readonly number[]> {
  const shot = await page.screenshot({ clip, animations: 'disabled' });
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (!context) throw new Error('no 2d context');
    context.drawImage(bitmap, 0, 0);
    return [...context.getImageData(0, 0, bitmap.width, bitmap.height).data];
  }, shot.toString('base64'));
}

/** The list of boards that this device keeps, opened from the menu. */
export async function boardsOf(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Boards…' }).click();
  return page.getByRole('dialog', { name: 'Boards' });
}

/** Waits until the device has a copy of the board, with its picture. */
export async function isKept({ page }: BoardPage): Promise<void> {
  await expect
    .poll(async () => {
      const boards = await boardsOf(page);
      const pictures = await boards.locator('img').count();
      await page.keyboard.press('Escape');
      return pictures;
    })
    .toBeGreaterThan(0);
}
