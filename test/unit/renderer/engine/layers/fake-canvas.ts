/** An element, as a canvas with its context in one, which counts what is called on it. */
export interface FakeCanvas {
  readonly context: CanvasRenderingContext2D;
  readonly calls: Record<string, number>;
  readonly style: Record<string, string>;
  /** What holds it on the page, and what it holds. Everything that the document makes can hold others. */
  parent?: Set<FakeCanvas>;
  readonly children: ReadonlySet<FakeCanvas>;
}

/** A document that makes such canvases and keeps all of them. */
export class FakeDocument {
  readonly made: FakeCanvas[] = [];
  readonly removed: FakeCanvas[] = [];
  readonly #canvases = new Map<unknown, FakeCanvas>();

  createElement(): unknown {
    const calls: Record<string, number> = {};
    const fields: Record<string, unknown> = { measureText: () => ({ width: 60 }), getLineDash: () => [] };
    const context = new Proxy(fields, {
      get: (target, name: string) =>
        target[name] ??
        ((): object => {
          calls[name] = (calls[name] ?? 0) + 1;
          return {};
        }),
      set: (target, name: string, value) => {
        target[name] = value;
        return true;
      },
    }) as unknown as CanvasRenderingContext2D;
    const children = new Set<FakeCanvas>();
    const fake: FakeCanvas = { context, calls, style: {}, children };
    const canvas = {
      width: 0,
      height: 0,
      style: fake.style,
      ownerDocument: this,
      getContext: () => context,
      setAttribute: () => undefined,
      transferToImageBitmap: () => ({}),
      append: (other: unknown) => {
        const held = this.of(other);
        held.parent = children;
        children.add(held);
      },
      remove: () => {
        fake.parent?.delete(fake);
        this.removed.push(fake);
      },
    };
    this.#canvases.set(canvas, fake);
    fields.canvas = canvas;
    this.made.push(fake);
    return canvas;
  }

  of(canvas: unknown): FakeCanvas {
    const fake = this.#canvases.get(canvas);
    if (!fake) throw new Error('This canvas is from elsewhere');
    return fake;
  }

  /** A new canvas of the test's own. */
  canvas(): FakeCanvas {
    this.createElement();
    return this.made.at(-1) as FakeCanvas;
  }
}
