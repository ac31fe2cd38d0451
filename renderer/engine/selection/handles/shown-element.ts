import type { Spans } from '../../../../core/board/bodies/spans.ts';
import type { Box, Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { Body, PropName, PropValues, Values } from '../../../../core/board/kinds.ts';

/** An element during a change by its person: with values that the board does not have yet. */
export class ShownElement implements Element {
  readonly #under: Element;
  readonly #values: Values;

  constructor(under: Element, values: Values) {
    this.#under = under;
    this.#values = values;
  }

  get<N extends PropName>(name: N): PropValues[N] {
    const changed = (this.#values as Partial<PropValues>)[name];
    return changed === undefined ? this.#under.get(name) : (changed as PropValues[N]);
  }
  get x(): number {
    return this.get('x');
  }
  get y(): number {
    return this.get('y');
  }
  get box(): Box | undefined {
    const { box, x, y } = this.#under;
    if (!box) return undefined;
    const [dx, dy] = [this.x - x, this.y - y];
    return { minX: box.minX + dx, minY: box.minY + dy, maxX: box.maxX + dx, maxY: box.maxY + dy };
  }
  get color(): number {
    return this.get('color');
  }
  get width(): number {
    return this.get('width');
  }
  get order(): string {
    return this.get('order');
  }
  get id(): ElementId {
    return this.#under.id;
  }
  get kind(): number {
    return this.#under.kind;
  }
  get body(): Body {
    return this.#under.body;
  }
  get alive(): boolean {
    return this.#under.alive;
  }
  get pressured(): boolean {
    return this.#under.pressured;
  }
  get points(): Uint8Array {
    return this.#under.points;
  }
  get pointCount(): number {
    return this.#under.pointCount;
  }
  get text(): string {
    return this.#under.text;
  }
  get spans(): Spans {
    return this.#under.spans;
  }
  get ended(): boolean {
    return this.#under.ended;
  }
  get revision(): number {
    return this.#under.revision;
  }
}
