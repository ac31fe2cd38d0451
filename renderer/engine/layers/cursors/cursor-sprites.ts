import type { Disposable } from '../../../../core/base/disposable.ts';
import type { ClientId } from '../../../../core/board/ids.ts';
import type { Camera, Size } from '../../view/camera.ts';
import { CURSOR_FONT, cursorBox, type PlacedCursor, paintCursor, placedCursor } from './paint-cursors.ts';
import type { ShownCursor } from './remote-cursors.ts';

interface Sprite {
  readonly context: CanvasRenderingContext2D;
  /** What the canvas shows. */
  painted: string;
  /** Of a name, as it was measured last. */
  measured: { readonly name: string; readonly width: number } | undefined;
}

/**
 * Other people's cursors, each on a small canvas of its own above the board. A cursor that moves only moves its canvas, so the browser composes
 * a small part of the screen again. On a canvas as large as the view it would be all of it, sixty times a second.
 */
export class CursorSprites implements Disposable {
  readonly #mount: HTMLElement;
  readonly #sprites = new Map<ClientId, Sprite>();

  constructor(mount: HTMLElement) {
    this.#mount = mount;
  }

  /** Shows these cursors and no others. */
  show(cursors: Iterable<ShownCursor>, camera: Camera, view: Size, dpr: number): void {
    const gone = new Set(this.#sprites.keys());
    for (const cursor of cursors) {
      if (cursor.alpha <= 0) continue;
      gone.delete(cursor.clientId);
      const sprite = this.#sprites.get(cursor.clientId) ?? this.#add(cursor.clientId);
      const placed = placedCursor(cursor, camera, view, (name) => widthOf(name, sprite));
      this.#paint(sprite, cursor, placed, dpr);
      const { minX, minY } = cursorBox(placed);
      // Whole device pixels, so that the name stays sharp.
      const [x, y] = [Math.round((placed.x + minX) * dpr) / dpr, Math.round((placed.y + minY) * dpr) / dpr];
      sprite.context.canvas.style.transform = `translate(${x}px, ${y}px)`;
    }
    for (const id of gone) {
      this.#sprites.get(id)?.context.canvas.remove();
      this.#sprites.delete(id);
    }
  }

  /** A font has come, or the canvases are blank: paints all again the next time. */
  forget(): void {
    for (const sprite of this.#sprites.values()) Object.assign(sprite, { painted: '', measured: undefined });
  }

  #paint(sprite: Sprite, cursor: ShownCursor, placed: PlacedCursor, dpr: number): void {
    const { tag, toward } = placed;
    const look = `${cursor.name} ${cursor.color} ${cursor.alpha.toFixed(2)} ${toward?.toFixed(2)} ${dpr} `;
    const shown = tag ? `${look}${tag.dx.toFixed(1)} ${tag.dy.toFixed(1)} ${tag.width}` : look;
    if (shown === sprite.painted) return;
    sprite.painted = shown;
    const { minX, minY, maxX, maxY } = cursorBox(placed);
    const { canvas } = sprite.context;
    // Setting the size also clears it.
    canvas.width = Math.ceil((maxX - minX) * dpr);
    canvas.height = Math.ceil((maxY - minY) * dpr);
    canvas.style.width = `${canvas.width / dpr}px`;
    canvas.style.height = `${canvas.height / dpr}px`;
    sprite.context.setTransform(dpr, 0, 0, dpr, -minX * dpr, -minY * dpr);
    paintCursor(sprite.context, cursor, placed);
  }

  #add(id: ClientId): Sprite {
    const canvas = this.#mount.ownerDocument.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    Object.assign(canvas.style, { position: 'absolute', left: '0', top: '0', pointerEvents: 'none', willChange: 'transform' });
    const context = canvas.getContext('2d');
    if (!context) throw new Error('this browser has no 2d canvas');
    this.#mount.append(canvas);
    const sprite: Sprite = { context, painted: '', measured: undefined };
    this.#sprites.set(id, sprite);
    return sprite;
  }

  dispose(): void {
    for (const { context } of this.#sprites.values()) context.canvas.remove();
    this.#sprites.clear();
  }
}

function widthOf(name: string, sprite: Sprite): number {
  if (sprite.measured?.name !== name) {
    sprite.context.font = CURSOR_FONT;
    sprite.measured = { name, width: sprite.context.measureText(name).width };
  }
  return sprite.measured.width;
}
