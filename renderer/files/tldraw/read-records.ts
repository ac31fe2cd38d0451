import { ElementKind } from '../../../core/board/kinds.ts';
import { FILE_LIMITS } from '../file-limits.ts';
import { Gathering, type Look, type Point, thousandths } from '../gathering.ts';
import type { NewEnd } from '../new-element.ts';
import type { Page } from '../pages.ts';
import { FilePictures } from '../pictures/file-picture.ts';
import { asList, asNumber, asRecord, asSize, asText, type Raw } from '../raw.ts';
import { roughSize } from '../rough-size.ts';
import { fillOf, LABELS, lookOf, MARKERS, paperOf, scaleOf, sizeIn, TEXTS } from './looks.ts';
import { type InkPoint, segmentPoints } from './points.ts';
import { wordsOf } from './rich-text.ts';
import { boxAt, cropOf, lossOf, ORIGIN, placed, type Spot, writeGeo } from './shape-writer.ts';

const NOTE_SIDE = 200;
const HEADS: ReadonlyMap<string, number> = new Map([
  ['none', 0],
  ['arrow', 1],
  ['triangle', 2],
  ['inverted', 2],
  ['diamond', 2],
  ['square', 3],
  ['dot', 3],
  ['pipe', 4],
  ['bar', 4],
]);
/** Shapes that can be the target of an arrow here. */
const HOLDS_ENDS: ReadonlySet<string> = new Set(['geo', 'text', 'note', 'frame', 'image']);
/** Least visible bend of an arrow, pixels. */
const SEEN_BEND = 4;

/** Reads the pages of tldraw's records, from a file since 2022 or from its clipboard. */
export function readRecords(records: readonly unknown[]): readonly Page[] {
  return new RecordReader(records).pages();
}

class RecordReader {
  readonly #pages = new Map<string, Raw>();
  readonly #shapes = new Map<string, Raw>();
  readonly #children = new Map<string, Raw[]>();
  /** The target of each arrow end. */
  readonly #bindings = new Map<string, Raw>();
  readonly #assets = new Map<string, Raw>();
  readonly #pictures = new FilePictures((id) => asText(asRecord(this.#assets.get(id)?.props)?.src));
  #into = new Gathering();

  constructor(records: readonly unknown[]) {
    for (const raw of records) {
      const record = asRecord(raw);
      switch (record?.typeName) {
        case 'page':
          this.#pages.set(asText(record.id), record);
          break;
        case 'shape':
          this.#shapes.set(asText(record.id), record);
          break;
        case 'asset':
          this.#assets.set(asText(record.id), record);
          break;
        case 'binding': {
          const props = asRecord(record.props);
          if (record.type === 'arrow') this.#bindings.set(`${asText(props?.terminal)} ${asText(record.fromId)}`, record);
          break;
        }
      }
    }
    for (const shape of this.#shapes.values()) {
      const parent = asText(shape.parentId);
      const siblings = this.#children.get(parent);
      if (siblings) siblings.push(shape);
      else this.#children.set(parent, [shape]);
    }
  }

  pages(): readonly Page[] {
    const known = [...this.#pages.values()].slice(0, FILE_LIMITS.pages).sort(byIndex);
    // The clipboard names the page of its outermost shapes but does not contain it.
    const pages = known.length > 0 ? known : this.#rootsOf().map((id) => ({ id, name: '' }));
    return pages.map((page) => {
      this.#into = new Gathering();
      this.#readChildren(asText(page.id), ORIGIN, [], 0);
      return { name: asText(page.name), reading: this.#into.reading() };
    });
  }

  #rootsOf(): string[] {
    return [...this.#children.keys()].filter((id) => !this.#shapes.has(id)).slice(0, FILE_LIMITS.pages);
  }

  #readChildren(parent: string, spot: Spot, groups: readonly string[], deep: number): void {
    if (deep > FILE_LIMITS.deep) {
      this.#into.lose('unreadable');
      return;
    }
    for (const shape of [...(this.#children.get(parent) ?? [])].sort(byIndex)) {
      const corner = placed(spot, asNumber(shape.x), asNumber(shape.y));
      const own: Spot = { ...corner, turn: spot.turn + asNumber(shape.rotation) };
      const id = asText(shape.id);
      if (shape.type === 'group') this.#readChildren(id, own, [...groups, id], deep + 1);
      else {
        this.#read(shape, own, groups);
        if (this.#children.has(id)) this.#readChildren(id, own, groups, deep + 1);
      }
    }
  }

  #read(shape: Raw, spot: Spot, groups: readonly string[]): void {
    const key = asText(shape.id);
    const props = asRecord(shape.props) ?? {};
    const look: Look = {
      ...lookOf(props),
      opacity: asNumber(shape.opacity ?? props.opacity, 1) * 100,
      locked: shape.isLocked === true,
      groups,
    };
    const into = this.#into;
    switch (asText(shape.type)) {
      case 'draw':
        this.#ink(key, ElementKind.pen, spot, props, look);
        return;
      case 'highlight':
        this.#ink(key, ElementKind.highlighter, spot, props, { ...look, width: sizeIn(MARKERS, props.size) * scaleOf(props) });
        return;
      case 'geo': {
        const size = sizeIn(LABELS, props.size) * scaleOf(props);
        const [w, h] = [asSize(props.w), asSize(props.h) + asSize(props.growY)];
        const filled = {
          ...look,
          fill: fillOf(props.fill, props.color),
          hatch: props.fill === 'pattern' ? 1 : 0,
          size,
          text: wordsOf(props),
        };
        writeGeo(into, key, { geo: asText(props.geo) || 'rectangle', spot, w, h }, filled);
        return;
      }
      case 'note': {
        const side = NOTE_SIDE * scaleOf(props);
        const paper = { ...look, color: paperOf(props.color), size: sizeIn(LABELS, props.size) * scaleOf(props) };
        const box = boxAt(spot, side, side + asSize(props.growY) * scaleOf(props));
        into.box(key, ElementKind.note, box, { ...paper, angle: spot.turn, text: wordsOf(props) });
        return;
      }
      case 'text': {
        const text = wordsOf(props);
        if (text.trim() === '') return;
        const size = sizeIn(TEXTS, props.size) * scaleOf(props);
        const rough = roughSize(text, size);
        const fits = props.autoSize !== false;
        const w = fits ? rough.w : asSize(props.w) * scaleOf(props);
        into.box(key, ElementKind.text, boxAt(spot, w, rough.h), {
          ...look,
          size,
          angle: spot.turn,
          text,
          fits,
        });
        return;
      }
      case 'frame':
        into.box(key, ElementKind.frame, boxAt(spot, asSize(props.w), asSize(props.h)), {
          ...look,
          angle: spot.turn,
          title: asText(props.name),
        });
        return;
      case 'image': {
        const id = asText(props.assetId);
        const picture = this.#pictures.get(id);
        if (!picture) {
          into.lose(this.#pictures.isElsewhere(id) ? 'webImage' : 'image');
          return;
        }
        const { opacity = 100, locked = false } = look;
        // Upside down is mirrored and turned by half.
        const isUpsideDown = props.flipY === true;
        into.image(key, boxAt(spot, asSize(props.w), asSize(props.h)), {
          picture,
          crop: cropOf(props.crop),
          mirrored: (props.flipX === true) !== isUpsideDown,
          angle: isUpsideDown ? spot.turn + Math.PI : spot.turn,
          opacity,
          locked,
          groups,
        });
        return;
      }
      case 'line':
        this.#line(key, spot, props, look);
        return;
      case 'arrow':
        this.#arrow(key, spot, props, look);
        return;
      default:
        into.lose(lossOf(shape.type));
    }
  }

  #ink(key: string, kind: number, spot: Spot, props: Raw, look: Look): void {
    const [scaleX, scaleY] = [asNumber(props.scaleX, 1), asNumber(props.scaleY, 1)];
    const points: InkPoint[] = [];
    for (const raw of asList(props.segments)) {
      const segment = asRecord(raw);
      for (const { x, y, z } of segment ? segmentPoints(segment) : []) {
        if (points.length < FILE_LIMITS.points) points.push({ ...placed(spot, x * scaleX, y * scaleY), z });
      }
    }
    if (fillOf(props.fill, props.color) !== -1 && props.isClosed === true) this.#into.lose('fill');
    const isPen = props.isPen === true;
    this.#into.stroke(key, kind, points, { ...look, ...(isPen ? { pressures: points.map(({ z }) => z) } : {}) });
  }

  #line(key: string, spot: Spot, props: Raw, look: Look): void {
    const corners = handlesOf(props).map(({ x, y }) => placed(spot, x, y));
    const [first] = corners;
    if (!first || corners.length < 2) this.#into.lose('unreadable');
    else {
      const isSmooth = corners.length > 2 && props.spline === 'cubic';
      this.#into.cornered(key, [first, ...corners.slice(1)], { ...look, ...(isSmooth ? { route: 1 } : {}) });
    }
  }

  #arrow(key: string, spot: Spot, props: Raw, look: Look): void {
    const [from, to] = [this.#end('start', key, spot, props), this.#end('end', key, spot, props)];
    this.#into.line(key, ElementKind.arrow, [from.at, to.at], {
      ...look,
      headFrom: HEADS.get(asText(props.arrowheadStart)) ?? 0,
      headTo: HEADS.get(asText(props.arrowheadEnd)) ?? 1,
      size: sizeIn(LABELS, props.size) * scaleOf(props),
      text: wordsOf(props),
      ...wayOf(props, from.at, to.at),
      ...(from.on ? { fromOn: from.on } : {}),
      ...(to.on ? { toOn: to.on } : {}),
    });
  }

  /** An end of an arrow. A binding is a record of its own; until 2024 it was a part of the arrow. */
  #end(terminal: 'start' | 'end', key: string, spot: Spot, props: Raw): { readonly at: Point; readonly on?: NewEnd['on'] } {
    const own = asRecord(props[terminal]);
    const at = placed(spot, asNumber(own?.x), asNumber(own?.y));
    const record = this.#bindings.get(`${terminal} ${key}`);
    const binding = record ? asRecord(record.props) : own?.type === 'binding' ? own : undefined;
    const target = asText(record ? record.toId : own?.boundShapeId);
    const type = asText(this.#shapes.get(target)?.type);
    if (!binding || !this.#shapes.has(target)) return { at };
    const anchor = asRecord(binding.normalizedAnchor);
    const isPrecise = binding.isPrecise === true;
    const [across, down] = isPrecise ? [asNumber(anchor?.x, 0.5), asNumber(anchor?.y, 0.5)] : [0.5, 0.5];
    const middle = this.#pointOn(target, across, down);
    if (!HOLDS_ENDS.has(type)) return { at: middle ?? at };
    return { at: middle ?? at, on: { key: target, across: thousandths(across), down: thousandths(down) } };
  }

  /** The place on the page of a share of a shape's box. */
  #pointOn(id: string, across: number, down: number): Point | undefined {
    const chain: Raw[] = [];
    for (let at = this.#shapes.get(id); at; at = this.#shapes.get(asText(at.parentId))) {
      if (chain.push(at) > FILE_LIMITS.deep) return undefined;
    }
    let spot = ORIGIN;
    for (const shape of chain.reverse()) {
      const corner = placed(spot, asNumber(shape.x), asNumber(shape.y));
      spot = { ...corner, turn: spot.turn + asNumber(shape.rotation) };
    }
    const props = asRecord(this.#shapes.get(id)?.props) ?? {};
    const isNote = this.#shapes.get(id)?.type === 'note';
    return placed(spot, asSize(props.w, isNote ? NOTE_SIDE : 0) * across, asSize(props.h, isNote ? NOTE_SIDE : 0) * down);
  }
}

/** Bends are pixels from the middle of the straight way to that of the arc. */
function wayOf(props: Raw, from: Point, to: Point): { readonly route?: number; readonly bend?: number } {
  if (props.kind === 'elbow') return { route: 2 };
  const bend = asNumber(props.bend);
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return Math.abs(bend) > SEEN_BEND && length > 0 ? { route: 1, bend: (1000 * bend) / length } : {};
}

/** The corners of a line: `points` by index, a list of them, or `handles` in older files. */
function handlesOf(props: Raw): readonly Point[] {
  if (Array.isArray(props.points)) return props.points.map(pointOf);
  const named = Object.values(asRecord(props.points) ?? asRecord(props.handles) ?? {});
  return named
    .map((raw) => asRecord(raw) ?? {})
    .sort(byIndex)
    .map(pointOf);
}

function pointOf(raw: unknown): Point {
  const point = asRecord(raw);
  return { x: asNumber(point?.x), y: asNumber(point?.y) };
}

function byIndex(a: Raw, b: Raw): number {
  const [left, right] = [asText(a.index), asText(b.index)];
  return left < right ? -1 : left > right ? 1 : 0;
}
