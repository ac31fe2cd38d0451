import { composed, type Matrix, SAME, transformed } from '../../../core/base/matrix.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import { NO_COLOR } from '../colors.ts';
import { FILE_LIMITS } from '../file-limits.ts';
import { Gathering, type Look, type Point } from '../gathering.ts';
import { roughSize } from '../rough-size.ts';
import { numbersIn } from './numbers.ts';
import { type PathLine, pathLines } from './path-lines.ts';
import { FIRST_STYLE, fillOf, paintOf, pixels, type SvgStyle, styleOf } from './style.ts';
import { boxMap, readTransform, scaleOf } from './transform.ts';
import { parseXml, type XmlNode } from './xml.ts';

/** Parts of a picture that are visible only by reference, or never. */
const NOT_SHOWN: ReadonlySet<string> = new Set(
  'defs symbol clipPath mask pattern marker linearGradient radialGradient filter style script title desc metadata'.split(' '),
);
const KAPPA = 0.5522847498;

/** Reads an SVG picture: its shapes become shapes and ink, so that no markup reaches a page. Undefined for other content. */
export function gatherSvg(text: string): Gathering | undefined {
  const root = parseXml(text);
  if (root?.name !== 'svg') return undefined;
  const reader = new SvgReader(root, text.length);
  reader.read(root, { matrix: SAME, style: FIRST_STYLE, groups: [], used: [], deep: 0 });
  return reader.into;
}

/** UTF-16 units that are read in addition to those of the file: an icon that is shown a thousand times. */
const BY_REFERENCE = 1024 * 1024;

function unitsOfAttributes({ attributes }: XmlNode): number {
  let units = 0;
  for (const value of attributes.values()) units += value.length;
  return units;
}

/** What reading the node takes: its attributes, and the words of a text. */
function unitsOf(node: XmlNode): number {
  const { name, children } = node;
  let units = unitsOfAttributes(node);
  if (name !== 'text') return units;
  const waiting = [...children];
  for (let child = waiting.pop(); child !== undefined; child = waiting.pop()) {
    if (typeof child === 'string') units += child.length;
    else {
      units += 1 + unitsOfAttributes(child);
      for (const inner of child.children) waiting.push(inner);
    }
  }
  return units;
}

interface Around {
  readonly matrix: Matrix;
  readonly style: SvgStyle;
  readonly groups: readonly string[];
  /** Elements that are shown here by reference. */
  readonly used: readonly XmlNode[];
  readonly deep: number;
}

class SvgReader {
  readonly into = new Gathering();
  readonly #byId = new Map<string, XmlNode>();
  #shown = 0;
  #groups = 0;
  /** UTF-16 units of attributes and texts that may still be read: references show what is written once many times. */
  #left: number;
  readonly #size: { readonly w: number; readonly h: number };

  constructor(root: XmlNode, textUnits: number) {
    this.#size = sizeOf(root);
    this.#left = textUnits + BY_REFERENCE;
    const waiting: XmlNode[] = [root];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      const id = node.attributes.get('id');
      if (id !== undefined && !this.#byId.has(id)) this.#byId.set(id, node);
      for (const child of node.children) if (typeof child !== 'string') waiting.push(child);
    }
  }

  read(node: XmlNode, around: Around): void {
    this.#left -= unitsOf(node);
    if (around.deep > FILE_LIMITS.deep * 4 || ++this.#shown > FILE_LIMITS.nodes || this.#left < 0) {
      this.into.lose('unreadable');
      return;
    }
    const style = styleOf(node, around.style);
    if (style.isHidden || NOT_SHOWN.has(node.name)) return;
    const matrix = composed(around.matrix, readTransform(node.attributes.get('transform')));
    const here: Around = { ...around, matrix, style, deep: around.deep + 1 };
    switch (node.name) {
      case 'svg':
        this.#children(node, around.deep === 0 ? here : this.#moved(node, here));
        return;
      case 'a':
      case 'switch':
        this.#children(node, here);
        return;
      case 'g':
        this.#children(node, { ...here, groups: [...around.groups, `g${++this.#groups}`] });
        return;
      case 'use':
        this.#use(node, here);
        return;
      case 'image':
        this.into.lose('image');
        return;
      case 'foreignObject':
        this.into.lose('webPage');
        return;
      case 'text':
        this.#text(node, here);
        return;
      case 'rect':
      case 'circle':
      case 'ellipse':
        this.#box(node, here);
        return;
      case 'line': {
        const [from, to] = [this.#point(node, 'x1', 'y1', matrix), this.#point(node, 'x2', 'y2', matrix)];
        this.into.line(this.#key(), ElementKind.line, [from, to], { ...lookIn(here), fill: NO_COLOR });
        return;
      }
      case 'polyline':
      case 'polygon':
        this.#lines(cornersOf(node), here);
        return;
      case 'path':
        this.#lines(pathLines(node.attributes.get('d') ?? ''), here);
        return;
      default:
        this.into.lose('unknown');
    }
  }

  #children(node: XmlNode, around: Around): void {
    for (const child of node.children) if (typeof child !== 'string') this.read(child, around);
  }

  #use(node: XmlNode, around: Around): void {
    const target = this.#byId.get((node.attributes.get('href') ?? '').slice(1));
    if (!target || around.used.includes(target)) {
      this.into.lose('unreadable');
      return;
    }
    const there = { ...this.#moved(node, around), used: [...around.used, target] };
    if (target.name === 'symbol') this.#children(target, there);
    else this.read(target, there);
  }

  /** What stands in a node that has a place of its own. */
  #moved(node: XmlNode, around: Around): Around {
    const { x, y } = transformed(around.matrix, this.#number(node, 'x'), this.#number(node, 'y'));
    return { ...around, matrix: { ...around.matrix, e: x, f: y } };
  }

  #box(node: XmlNode, around: Around): void {
    const isRect = node.name === 'rect';
    const [cx, cy] = [this.#number(node, 'cx'), this.#number(node, 'cy')];
    const rx = this.#number(node, node.name === 'circle' ? 'r' : 'rx');
    const ry = this.#number(node, node.name === 'circle' ? 'r' : 'ry');
    const [x, y] = isRect ? [this.#number(node, 'x'), this.#number(node, 'y')] : [cx - rx, cy - ry];
    const [w, h] = isRect ? [this.#number(node, 'width'), this.#number(node, 'height')] : [2 * rx, 2 * ry];
    if (w <= 0 || h <= 0) return;
    const turn = boxMap(around.matrix);
    if (turn) {
      const middle = transformed(around.matrix, x + w / 2, y + h / 2);
      const box = { x: middle.x - (w * turn.sx) / 2, y: middle.y - (h * turn.sy) / 2, w: w * turn.sx, h: h * turn.sy };
      const kind = isRect ? ElementKind.rectangle : ElementKind.ellipse;
      this.into.box(this.#key(), kind, box, { ...lookIn(around), angle: turn.turn });
      return;
    }
    this.into.lose('outline');
    const [kx, ky] = [rx * KAPPA, ry * KAPPA];
    this.#lines(
      pathLines(
        isRect
          ? `M${x} ${y}h${w}v${h}h${-w}z`
          : `M${cx - rx} ${cy}C${cx - rx} ${cy - ky} ${cx - kx} ${cy - ry} ${cx} ${cy - ry}S${cx + rx} ${cy - ky} ${cx + rx} ${cy}S${cx + kx} ${cy + ry} ${cx} ${cy + ry}S${cx - rx} ${cy + ky} ${cx - rx} ${cy}z`,
      ),
      around,
    );
  }

  #lines(lines: readonly PathLine[], around: Around): void {
    const look = lookIn(around);
    if (look.fill !== NO_COLOR && lines.length > 0) this.into.lose('fill');
    for (const { points, isStraight } of lines) {
      const placed = points.map(({ x, y }) => transformed(around.matrix, x, y));
      const ink = { ...look, fill: NO_COLOR };
      const [first, ...more] = placed;
      if (isStraight && first) this.into.cornered(this.#key(), [first, ...more], ink);
      else this.into.stroke(this.#key(), ElementKind.pen, placed, { ...ink, pressures: placed.map(() => 0.5) });
    }
  }

  #text(node: XmlNode, around: Around): void {
    const text = textLines(node).join('\n');
    if (text.trim() === '') return;
    const { style, matrix } = around;
    const first = node.children.find((child) => typeof child !== 'string' && child.name === 'tspan') as XmlNode | undefined;
    // A list has a place for each letter; the first one is the text's.
    const placeIn = (attributes: XmlNode['attributes'] | undefined, name: string): string | undefined =>
      attributes
        ?.get(name)
        ?.trim()
        .split(/[\s,]+/)[0];
    const number = (name: string): number => pixels(placeIn(node.attributes, name), pixels(placeIn(first?.attributes, name), 0));
    const turn = boxMap(matrix) ?? { sx: scaleOf(matrix), sy: scaleOf(matrix), turn: 0 };
    const size = style.fontSize * turn.sy;
    const { w: wide, h: high } = roughSize(text, size, 1.25);
    const align = style.anchor === 'middle' ? 1 : style.anchor === 'end' ? 2 : 0;
    // A picture names the baseline of the first line; our box begins above it.
    const base = transformed(matrix, number('x'), number('y'));
    const corner = { x: base.x - (wide * align) / 2, y: base.y - size };
    const look = lookIn(around);
    const color = paintOf(style.fill) === NO_COLOR ? look.color : paintOf(style.fill);
    this.into.box(
      this.#key(),
      ElementKind.text,
      { ...corner, w: wide, h: high },
      {
        ...look,
        fill: NO_COLOR,
        ...(color === undefined ? {} : { color }),
        size,
        align,
        text,
        fits: true,
        angle: turn.turn,
        font: /mono|courier|consolas/i.test(style.fontFamily) ? 2 : 0,
      },
    );
  }

  #point(node: XmlNode, x: string, y: string, matrix: Matrix): Point {
    return transformed(matrix, this.#number(node, x), this.#number(node, y));
  }

  #number(node: XmlNode, name: string): number {
    const text = node.attributes.get(name)?.trim() ?? '';
    const value = text.endsWith('%') ? (pixels(text.slice(0, -1), 0) / 100) * this.#wholeOf(name) : pixels(text, 0);
    return Math.min(1e8, Math.max(-1e8, value));
  }

  /** What a percentage of the attribute is a part of, pixels: the picture's width or height, or a mean of both for a radius (SVG 1.1, 7.10). */
  #wholeOf(name: string): number {
    const { w, h } = this.#size;
    if (name === 'r') return Math.hypot(w, h) / Math.SQRT2;
    return /^(?:y|cy|ry|height)/.test(name) ? h : w;
  }

  #key(): string {
    return `s${this.into.size}`;
  }
}

/** The size of the picture in its own units. Zero where it does not say. */
function sizeOf({ attributes }: XmlNode): { readonly w: number; readonly h: number } {
  const [, , w, h] = numbersIn(attributes.get('viewBox') ?? '').numbers;
  return { w: w ?? pixels(attributes.get('width'), 0), h: h ?? pixels(attributes.get('height'), 0) };
}

function lookIn({ style, matrix, groups }: Around): Look {
  const [stroke, fill] = [paintOf(style.stroke), fillOf(style.fill)];
  return {
    // A shape without a line is visible by its fill: the line takes that colour.
    color: stroke === NO_COLOR ? Math.max(0, paintOf(style.fill)) : stroke,
    fill,
    width: stroke === NO_COLOR ? 1 : style.strokeWidth * scaleOf(matrix),
    dash: style.dashes === 'none' || style.dashes === '' ? 0 : 1,
    opacity: style.opacity * 100,
    groups,
  };
}

function cornersOf(node: XmlNode): readonly PathLine[] {
  const { numbers } = numbersIn(node.attributes.get('points') ?? '');
  const points: Point[] = [];
  for (let i = 0; i + 1 < numbers.length && points.length < FILE_LIMITS.points; i += 2) {
    const [x, y] = [numbers[i] as number, numbers[i + 1] as number];
    if (!Number.isFinite(x) || !Number.isFinite(y)) break;
    points.push({ x, y });
  }
  const first = points[0];
  if (first && node.name === 'polygon') points.push(first);
  return points.length > 1 ? [{ points, isStraight: true }] : [];
}

/** A `tspan` with its own position begins a line. */
function textLines(node: XmlNode, deep = 0): string[] {
  const lines = [''];
  let hasWords = false;
  for (const child of node.children) {
    if (typeof child === 'string') {
      lines[lines.length - 1] += child.replace(/\s+/g, ' ');
      hasWords ||= child.trim() !== '';
      continue;
    }
    if (child.name !== 'tspan' || deep > FILE_LIMITS.deep) continue;
    const [first = '', ...more] = textLines(child, deep + 1);
    const isNew = (child.attributes.has('y') || child.attributes.has('dy')) && hasWords;
    if (isNew) lines.push(first);
    else lines[lines.length - 1] += first;
    // One by one: a call takes a bounded number of arguments.
    for (const line of more) lines.push(line);
    hasWords ||= [first, ...more].some((line) => line.trim() !== '');
  }
  return lines.map((line) => (deep === 0 ? line.trim() : line));
}
