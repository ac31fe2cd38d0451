import type { Box } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import { intersects, UNITS, union } from '../geometry.ts';
import { highlighterLook } from '../kinds/ink/highlighter.ts';
import { INK_REACH, type InkLook } from '../kinds/ink/ink.ts';
import { penLook } from '../kinds/ink/pen.ts';
import type { Canvas2D } from '../kinds/kind.ts';
import type { Theme } from '../palette.ts';
import type { View } from '../view/camera.ts';
import { StrokePath } from './stroke-path.ts';

/** The look of an element, apart from its points. Place and width in world units. */
export interface InkTraits {
  readonly id: ElementId;
  readonly kind: number;
  readonly x: number;
  readonly y: number;
  readonly color: number;
  readonly width: number;
  readonly pressured: boolean;
}

interface Piece {
  readonly path: Path2D;
  readonly box: Box;
}

/**
 * Points of a finished piece, and how many stay changeable at the end. A piece is repainted only where something else changed.
 */
const PIECE_POINTS = 48;
const FLUID_POINTS = 16;

/**
 * The ink of a stroke while its author, here or elsewhere, draws it. The part behind the pen is split into finished pieces, so
 * each frame costs the same, however long the stroke is.
 */
export class LiveInk {
  readonly traits: InkTraits;
  readonly #look: InkLook;
  readonly #path: StrokePath;
  readonly #pieces: Piece[] = [];
  #cut = 0;
  #fluid: Piece | undefined;
  #changed: Box | undefined;
  #minX = Number.POSITIVE_INFINITY;
  #minY = Number.POSITIVE_INFINITY;
  #maxX = Number.NEGATIVE_INFINITY;
  #maxY = Number.NEGATIVE_INFINITY;

  constructor(traits: InkTraits) {
    this.traits = traits;
    this.#look = traits.kind === ElementKind.highlighter ? highlighterLook : penLook;
    this.#path = new StrokePath(traits.width / UNITS, traits.pressured);
  }

  /** A point relative to the element, world units, pressure 0 to 255. */
  add(x: number, y: number, pressure: number): void {
    const xWorld = x / UNITS;
    const yWorld = y / UNITS;
    this.#path.add(xWorld, yWorld, pressure / 255);
    this.#grow(xWorld, yWorld);
    this.#touch();
  }

  /** The ink extends to here until the next point, which is further on the same line. */
  reach(x: number, y: number): void {
    this.#path.reach(x / UNITS, y / UNITS);
    this.#grow(x / UNITS, y / UNITS);
    this.#touch();
  }

  /** World pixels that have changed since the last call. */
  takeChanged(): Box | undefined {
    this.#refresh();
    const changed = this.#changed;
    this.#changed = undefined;
    return changed;
  }

  /** World pixels of the whole stroke. */
  get box(): Box | undefined {
    return this.#minX <= this.#maxX ? this.#placed(this.#minX, this.#minY, this.#maxX, this.#maxY) : undefined;
  }

  /** Draws the part that touches `within` (world pixels). */
  paint(target: Canvas2D, view: View, theme: Theme, within: Box): void {
    this.#refresh();
    const { traits } = this;
    const { alpha, isFilled } = this.#look;
    const color = this.#look.color(traits.color, theme);
    target.setTransform(
      view.scale,
      0,
      0,
      view.scale,
      (traits.x / UNITS) * view.scale - view.originX,
      (traits.y / UNITS) * view.scale - view.originY,
    );
    if (!isFilled) {
      if (!this.#fluid) return;
      target.globalAlpha = alpha;
      target.lineCap = 'round';
      target.lineJoin = 'round';
      target.strokeStyle = color;
      target.lineWidth = traits.width / UNITS;
      target.stroke(this.#fluid.path);
      target.globalAlpha = 1;
      return;
    }
    target.fillStyle = color;
    for (const piece of this.#pieces) if (intersects(piece.box, within)) target.fill(piece.path);
    if (this.#fluid) target.fill(this.#fluid.path);
  }

  #grow(x: number, y: number): void {
    this.#minX = Math.min(this.#minX, x);
    this.#minY = Math.min(this.#minY, y);
    this.#maxX = Math.max(this.#maxX, x);
    this.#maxY = Math.max(this.#maxY, y);
  }

  #touch(): void {
    this.#changed = union(this.#changed, this.#fluid?.box);
    this.#fluid = undefined;
  }

  #refresh(): void {
    if (this.#fluid || this.#path.points.length === 0) return;
    if (!this.#look.isFilled) {
      const path = new Path2D();
      this.#look.trace(path, this.#path.slice(0), this.#path);
      const box = this.box as Box;
      this.#fluid = { path, box };
      this.#changed = union(this.#changed, box);
      return;
    }
    while (this.#path.points.length - this.#cut > PIECE_POINTS + FLUID_POINTS) {
      // Pieces share a point and have round ends there, as wide as the stroke at that place.
      const piece = this.#piece(this.#cut, this.#cut + PIECE_POINTS + 1);
      this.#pieces.push(piece);
      this.#changed = union(this.#changed, piece.box);
      this.#cut += PIECE_POINTS;
    }
    this.#fluid = this.#piece(this.#cut, undefined);
    this.#changed = union(this.#changed, this.#fluid.box);
  }

  #piece(from: number, to: number | undefined): Piece {
    const path = new Path2D();
    this.#look.trace(path, this.#path.slice(from, to), this.#path);
    let minX = Number.POSITIVE_INFINITY;
    let minY = Number.POSITIVE_INFINITY;
    let maxX = Number.NEGATIVE_INFINITY;
    let maxY = Number.NEGATIVE_INFINITY;
    for (const { point } of this.#path.slice(from, to)) {
      minX = Math.min(minX, point[0]);
      minY = Math.min(minY, point[1]);
      maxX = Math.max(maxX, point[0]);
      maxY = Math.max(maxY, point[1]);
    }
    return { path, box: this.#placed(minX, minY, maxX, maxY) };
  }

  #placed(minX: number, minY: number, maxX: number, maxY: number): Box {
    const reach = (this.traits.width / UNITS) * INK_REACH + 1;
    const x = this.traits.x / UNITS;
    const y = this.traits.y / UNITS;
    return { minX: x + minX - reach, minY: y + minY - reach, maxX: x + maxX + reach, maxY: y + maxY + reach };
  }
}
