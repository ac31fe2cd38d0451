/** A canvas and its context in one, which counts what is called on it. */
export interface FakeCanvas {
  readonly context: CanvasRenderingContext2D;
  readonly calls: Record<string, number>;
  readonly style: Record<string, string>;
}

/** A document that makes such canvases and keeps all of them. */
export class FakeDocument {
  readonly made: FakeCanvas[] = [];
  readonly removed: FakeCanvas[] = [];

  createElement(): unknown {
    const calls: Record<string, number> = {};
    const fields: Record<string, unknown> = { measureText: () => ({ width: 60 }), getLineDash: () => [] };
    const context = new Proxy(fields, {
      get: (target, name: string) =>
        target[name] ??
        ((): void => {
          calls[name] = (calls[name] ?? 0) + 1;
        }),
      set: (target, name: string, value) => {
        target[name] = value;
        return true;
      },
    }) as unknown as CanvasRenderingContext2D;
    const fake: FakeCanvas = { context, calls, style: {} };
    const canvas = {
      width: 0,
      height: 0,
      style: fake.style,
      ownerDocument: this,
      getContext: () => context,
      setAttribute: () => undefined,
      remove: () => void this.removed.push(fake),
    };
    fields.canvas = canvas;
    this.made.push(fake);
    return canvas;
  }

  /** A new canvas of the test's own. */
  canvas(): FakeCanvas {
    this.createElement();
    return this.made.at(-1) as FakeCanvas;
  }
}
