import { ElementKind } from '../../../core/board/kinds.ts';
import { FILE_LIMITS } from '../file-limits.ts';
import { Gathering, type Look, type Point, thousandths } from '../gathering.ts';
import type { NewEnd } from '../new-element.ts';
import type { Page } from '../pages.ts';
import { FilePictures } from '../pictures/file-picture.ts';
import { asList, asNumber, asRecord, asSize, asText, type Raw } from '../raw.ts';
import { roughSize } from '../rough-size.ts';
import { turned } from '../turned.ts';
import { fillOf, LABELS, lookOf, paperOf, scaleOf, sizeIn, TEXTS } from './looks.ts';
import { boxAt, lossOf, placed, type Spot, writeGeo } from './shape-writer.ts';

/** Shapes that can be the target of an arrow here. */
const HOLDS_ENDS: ReadonlySet<string> = new Set(['rectangle', 'ellipse', 'sticky', 'text', 'image']);
const SEEN_BEND = 0.05;

/** Reads the pages of a file of the first tldraw (until 2022): `document.pages`, shapes by id, bindings by id. */
export function readOldDocument(document: Raw): readonly Page[] {
  const assets = recordsIn(document.assets);
  const pictures = new FilePictures((id) => asText(assets.get(id)?.src));
  return Object.values(asRecord(document.pages) ?? {})
    .slice(0, FILE_LIMITS.pages)
    .map((raw) => asRecord(raw) ?? {})
    .sort(byChildIndex)
    .map((page) => ({ name: asText(page.name), reading: new OldPageReader(page, pictures).read() }));
}

class OldPageReader {
  readonly #shapes: ReadonlyMap<string, Raw>;
  readonly #bindings: ReadonlyMap<string, Raw>;
  readonly #pictures: FilePictures;
  readonly #into = new Gathering();

  constructor(page: Raw, pictures: FilePictures) {
    this.#pictures = pictures;
    this.#shapes = recordsIn(page.shapes);
    this.#bindings = recordsIn(page.bindings);
  }

  read(): Page['reading'] {
    for (const shape of [...this.#shapes.values()].sort(byChildIndex)) if (shape.type !== 'group') this.#read(shape);
    return this.#into.reading();
  }

  #read(shape: Raw): void {
    const key = asText(shape.id);
    const style = asRecord(shape.style) ?? {};
    const groups = this.#groupsOf(shape);
    const look: Look = { ...lookOf(style), locked: shape.isLocked === true, groups };
    const fill = fillOf(style.isFilled === true ? 'solid' : 'none', style.color);
    const label = { text: asText(shape.label), size: sizeIn(LABELS, style.size), align: 1 };
    const into = this.#into;
    switch (asText(shape.type)) {
      case 'rectangle':
      case 'triangle':
      case 'ellipse': {
        const { spot, w, h } = spotOf(shape);
        writeGeo(into, key, { geo: asText(shape.type), spot, w, h }, { ...look, ...label, fill });
        return;
      }
      case 'sticky': {
        const { spot, w, h } = spotOf(shape);
        const size = sizeIn(LABELS, style.size);
        const paper = { ...look, color: paperOf(style.color), size, angle: spot.turn, text: asText(shape.text) };
        into.box(key, ElementKind.note, boxAt(spot, w || 200, h || 200), paper);
        return;
      }
      case 'text': {
        const text = asText(shape.text);
        if (text.trim() === '') return;
        const size = sizeIn(TEXTS, style.size) * scaleOf(style);
        const { w, h } = roughSize(text, size);
        const spot = turnedSpot(shape, w, h);
        into.box(key, ElementKind.text, boxAt(spot, w, h), { ...look, size, angle: spot.turn, text, fits: true });
        return;
      }
      case 'image': {
        const id = asText(shape.assetId);
        const picture = this.#pictures.get(id);
        const { spot, w, h } = spotOf(shape);
        if (picture) into.image(key, boxAt(spot, w, h), { picture, angle: spot.turn, locked: shape.isLocked === true, groups });
        else into.lose(this.#pictures.isElsewhere(id) ? 'webImage' : 'image');
        return;
      }
      case 'draw':
        this.#ink(shape, key, look);
        if (fill !== -1) into.lose('fill');
        return;
      case 'arrow':
      case 'line':
        this.#arrow(shape, key, { ...look, ...label });
        return;
      default:
        into.lose(lossOf(shape.type));
    }
  }

  /** The groups that contain a shape, the outermost first. */
  #groupsOf(shape: Raw): readonly string[] {
    const groups: string[] = [];
    let parent = this.#shapes.get(asText(shape.parentId));
    while (parent?.type === 'group' && groups.length < FILE_LIMITS.deep) {
      groups.unshift(asText(parent.id));
      parent = this.#shapes.get(asText(parent.parentId));
    }
    return groups;
  }

  #ink(shape: Raw, key: string, look: Look): void {
    const points = asList(shape.points).slice(0, FILE_LIMITS.points).map(pairOf);
    const [w, h] = [points.reduce((most, { x }) => Math.max(most, x), 0), points.reduce((most, { y }) => Math.max(most, y), 0)];
    const spot = turnedSpot(shape, w, h);
    this.#into.stroke(
      key,
      ElementKind.pen,
      points.map(({ x, y }) => placed(spot, x, y)),
      look,
    );
  }

  #arrow(shape: Raw, key: string, look: Look): void {
    const handles = asRecord(shape.handles) ?? {};
    const decorations = asRecord(shape.decorations);
    const [from, to] = [this.#end(handles.start, shape), this.#end(handles.end, shape)];
    const bend = asNumber(shape.bend);
    const hasHeads = decorations?.start === 'arrow' || decorations?.end === 'arrow';
    this.#into.line(key, hasHeads ? ElementKind.arrow : ElementKind.line, [from.at, to.at], {
      ...look,
      headFrom: decorations?.start === 'arrow' ? 1 : 0,
      headTo: decorations?.end === 'arrow' ? 1 : 0,
      // Half of the way to its left is a bend of one.
      ...(Math.abs(bend) > SEEN_BEND ? { route: 1, bend: -500 * bend } : {}),
      ...(from.on ? { fromOn: from.on } : {}),
      ...(to.on ? { toOn: to.on } : {}),
    });
  }

  #end(raw: unknown, shape: Raw): { readonly at: Point; readonly on?: NewEnd['on'] } {
    const handle = asRecord(raw);
    const [corner, own] = [pairOf(shape.point), pairOf(handle?.point)];
    const at = { x: corner.x + own.x, y: corner.y + own.y };
    const binding = this.#bindings.get(asText(handle?.bindingId));
    const key = asText(binding?.toId);
    const target = this.#shapes.get(key);
    if (!binding || !target || !HOLDS_ENDS.has(asText(target.type))) return { at };
    // A share of the target's box, which is extended by half of its size on each side.
    const { x, y } = pairOf(binding.point);
    return {
      at,
      on: {
        key,
        across: thousandths(Math.min(0.8, Math.max(0.2, (x + 0.5) / 2))),
        down: thousandths(Math.min(0.8, Math.max(0.2, (y + 0.5) / 2))),
      },
    };
  }
}

/** The place and size of a shape with a box. Ellipses store their radii. */
function spotOf(shape: Raw): { readonly spot: Spot; readonly w: number; readonly h: number } {
  const size = pairOf(shape.type === 'ellipse' ? shape.radius : shape.size);
  const factor = shape.type === 'ellipse' ? 2 : 1;
  const [w, h] = [asSize(size.x) * factor, asSize(size.y) * factor];
  return { spot: turnedSpot(shape, w, h), w, h };
}

/** These shapes turn about their middle; a `Spot` turns about its corner. */
function turnedSpot(shape: Raw, w: number, h: number): Spot {
  const { x, y } = pairOf(shape.point);
  const turn = asNumber(shape.rotation);
  return { ...turned({ x, y }, { x: x + w / 2, y: y + h / 2 }, turn), turn };
}

function pairOf(raw: unknown): Point {
  const [x, y] = asList(raw);
  return { x: asNumber(x), y: asNumber(y) };
}

function recordsIn(raw: unknown): ReadonlyMap<string, Raw> {
  const found = new Map<string, Raw>();
  for (const value of Object.values(asRecord(raw) ?? {})) {
    const record = asRecord(value);
    if (record) found.set(asText(record.id), record);
  }
  return found;
}

function byChildIndex(a: Raw, b: Raw): number {
  return asNumber(a.childIndex, 1) - asNumber(b.childIndex, 1);
}
