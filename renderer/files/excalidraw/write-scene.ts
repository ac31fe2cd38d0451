import { pairsOf } from '../../../core/base/pairs.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import { UNITS } from '../gathering.ts';
import type { Loss, NewElement, NewEnd } from '../new-element.ts';
import { roughSize } from '../rough-size.ts';
import { inkParts, reshaped } from './ink-parts.ts';
import { PEN_FACTOR } from './read-scene.ts';
import type { SceneFiles } from './scene-pictures.ts';

export interface WrittenScene {
  readonly text: string;
  readonly losses: ReadonlyMap<Loss, number>;
}

/** The colour of a code as CSS, by its use. Excalidraw itself adapts colours of the light theme to the dark one. */
export type ColorOf = (code: number, use: 'line' | 'marker' | 'fill' | 'paper') => string;

type Fields = Record<string, unknown>;

const DASHES = ['solid', 'dashed', 'dotted'] as const;
const HATCHES = ['solid', 'hachure', 'cross-hatch'] as const;
const ALIGNS = ['left', 'center', 'right'] as const;
/** Our fonts as Excalidraw's: Nunito, Excalifont, Comic Shanns. */
const FONTS = [6, 5, 8] as const;
const HEADS = ['arrow', 'triangle', 'dot', 'bar'] as const;
const TYPES: ReadonlyMap<number, string> = new Map([
  [ElementKind.rectangle, 'rectangle'],
  [ElementKind.ellipse, 'ellipse'],
  [ElementKind.diamond, 'diamond'],
  [ElementKind.note, 'rectangle'],
  [ElementKind.frame, 'frame'],
]);
/** Opacity of a marker, percent. */
const MARKER_OPACITY = 35;

/** A board as the text of an `.excalidraw` file. */
export function writeScene(elements: readonly NewElement[], colorOf: ColorOf, files: SceneFiles = new Map()): WrittenScene {
  return new SceneWriter(elements, colorOf, files).write();
}

class SceneWriter {
  readonly #elements: readonly NewElement[];
  readonly #colorOf: ColorOf;
  readonly #files: SceneFiles;
  readonly #written: Fields[] = [];
  readonly #losses = new Map<Loss, number>();
  /** Each shape's arrows and texts. */
  readonly #bound = new Map<string, { readonly id: string; readonly type: 'arrow' | 'text' }[]>();

  constructor(elements: readonly NewElement[], colorOf: ColorOf, files: SceneFiles) {
    this.#files = files;
    this.#elements = elements;
    this.#colorOf = colorOf;
  }

  write(): WrittenScene {
    for (const { key, from, to } of this.#elements) {
      for (const end of [from, to]) if (end?.on) this.#bind(end.on.key, key, 'arrow');
    }
    for (const element of this.#elements) this.#element(element);
    for (const fields of this.#written) fields.boundElements = this.#bound.get(fields.id as string) ?? [];
    const file = {
      type: 'excalidraw',
      version: 2,
      source: 'inkroom',
      elements: this.#written,
      appState: { viewBackgroundColor: '#ffffff', gridSize: 20 },
      files: Object.fromEntries(this.#files),
    };
    return { text: JSON.stringify(file), losses: this.#losses };
  }

  #bind(to: string, id: string, type: 'arrow' | 'text'): void {
    const list = this.#bound.get(to) ?? [];
    if (!list.some((one) => one.id === id)) list.push({ id, type });
    this.#bound.set(to, list);
  }

  #element(element: NewElement): void {
    const { kind, key } = element;
    if (element.points) {
      this.#ink(element);
      return;
    }
    if (element.from && element.to) {
      this.#line(element, element.from, element.to);
      return;
    }
    if (kind === ElementKind.text) {
      this.#text(key, element, {});
      return;
    }
    if (kind === ElementKind.image) {
      this.#image(element);
      return;
    }
    const type = TYPES.get(kind);
    if (type === undefined) {
      this.#lose('unknown');
      return;
    }
    this.#push(key, type, element, kind === ElementKind.frame ? { name: element.values.title ?? null } : {});
    if (element.text) this.#text(`${key}-text`, element, { containerId: key });
  }

  #lose(loss: Loss): void {
    this.#losses.set(loss, (this.#losses.get(loss) ?? 0) + 1);
  }

  #image(element: NewElement): void {
    const { key, facts, values } = element;
    const file = this.#files.get(facts?.hash ?? '');
    if (!file) {
      this.#lose('image');
      return;
    }
    this.#push(key, 'image', element, {
      fileId: file.id,
      status: 'saved',
      scale: [values.mirrored ? -1 : 1, 1],
      crop: null,
      strokeColor: 'transparent',
    });
  }

  #ink(element: NewElement): void {
    const { key, points, cuts, values, kind } = element;
    if (!points) return;
    const opacity = values.opacity ?? 100;
    for (const [i, { xy, pressures }] of inkParts(reshaped(points, values), cuts ?? []).entries()) {
      const pairs: [number, number][] = [];
      for (let at = 0; at < xy.length; at += 2)
        pairs.push([((xy[at] as number) - (xy[0] as number)) / UNITS, ((xy[at + 1] as number) - (xy[1] as number)) / UNITS]);
      this.#push(i === 0 ? key : `${key}-${i}`, 'freedraw', element, {
        x: (element.x + (xy[0] as number)) / UNITS,
        y: (element.y + (xy[1] as number)) / UNITS,
        ...sizeOf(pairs),
        // Its rotation is in its points.
        angle: 0,
        points: pairs,
        pressures: pressures ?? [],
        simulatePressure: pressures === undefined,
        strokeWidth: (values.width ?? UNITS) / UNITS / PEN_FACTOR,
        opacity: kind === ElementKind.highlighter ? Math.round((opacity * MARKER_OPACITY) / 100) : opacity,
        backgroundColor: 'transparent',
      });
    }
  }

  #line(element: NewElement, from: NewEnd, to: NewEnd): void {
    const { key, kind, values } = element;
    const { route = 0 } = values;
    const points = pointsOf(from, to, values);
    const isElbow = kind === ElementKind.arrow && route === 2;
    this.#push(key, kind === ElementKind.arrow ? 'arrow' : 'line', element, {
      x: (element.x + from.x) / UNITS,
      y: (element.y + from.y) / UNITS,
      ...sizeOf(points),
      points,
      startBinding: bindingOf(from),
      endBinding: bindingOf(to),
      startArrowhead: headOf(values.headFrom),
      endArrowhead: headOf(values.headTo),
      ...(route === 1 ? { roundness: { type: 2 } } : {}),
      ...(kind === ElementKind.arrow ? { elbowed: isElbow } : { polygon: false }),
      ...(isElbow ? { fixedSegments: null, startIsSpecial: null, endIsSpecial: null } : {}),
    });
    if (element.text) this.#text(`${key}-text`, element, { containerId: key });
  }

  /** A separate text, or one in a shape or on an arrow. */
  #text(id: string, element: NewElement, { containerId = null }: { readonly containerId?: string | null }): void {
    const { values, about, text = '' } = element;
    const size = (values.size ?? 20 * UNITS) / UNITS;
    const { w: width, h: height } = roughSize(text, size, 1.25);
    const [w, h] = [(values.w ?? 0) / UNITS, (values.h ?? 0) / UNITS];
    const isHeld = containerId !== null;
    if (isHeld) this.#bind(containerId, id, 'text');
    // A note's colour is that of its paper.
    const color = element.kind === ElementKind.note ? '#1e1e1e' : this.#colorOf(values.color ?? 0, 'line');
    this.#push(id, 'text', element, {
      x: element.x / UNITS + (isHeld ? (w - width) / 2 : 0),
      y: element.y / UNITS + (isHeld ? (h - height) / 2 : 0),
      width: isHeld || w === 0 ? (about === undefined ? width : about.w / UNITS) : w,
      height: isHeld || w === 0 ? (about === undefined ? height : about.h / UNITS) : Math.max(h, height),
      strokeColor: color,
      backgroundColor: 'transparent',
      text,
      originalText: text,
      fontSize: size,
      fontFamily: FONTS[values.font ?? 0] ?? 6,
      textAlign: isHeld ? 'center' : ALIGNS[values.align ?? 0],
      verticalAlign: isHeld ? 'middle' : 'top',
      containerId,
      // A width chosen by a person wraps the text.
      autoResize: isHeld || w === 0,
      lineHeight: 1.25,
    });
  }

  #push(id: string, type: string, element: NewElement, more: Fields): void {
    const { values, kind, groups } = element;
    const isNote = kind === ElementKind.note;
    const use = isNote ? 'paper' : kind === ElementKind.highlighter ? 'marker' : 'line';
    const color = this.#colorOf(values.color ?? 0, use);
    const fill = isNote
      ? color
      : values.fill === undefined || values.fill < 0
        ? 'transparent'
        : this.#colorOf(values.fill, values.hatch ? 'line' : 'fill');
    // Any number is valid, and the same board should give the same file.
    const seed = this.#written.length + 1;
    this.#written.push({
      id,
      type,
      x: element.x / UNITS,
      y: element.y / UNITS,
      width: (values.w ?? 0) / UNITS,
      height: (values.h ?? 0) / UNITS,
      angle: ((values.angle ?? 0) * Math.PI) / 18_000,
      strokeColor: isNote ? 'transparent' : color,
      backgroundColor: fill,
      fillStyle: HATCHES[values.hatch ?? 0] ?? 'solid',
      strokeWidth: (values.width ?? 2 * UNITS) / UNITS,
      strokeStyle: DASHES[values.dash ?? 0],
      roughness: Math.min(values.sketch ?? 0, 2),
      opacity: values.opacity ?? 100,
      // Innermost first.
      groupIds: [...(groups ?? [])].reverse(),
      frameId: null,
      roundness: null,
      seed,
      version: 1,
      versionNonce: seed,
      isDeleted: false,
      updated: 1,
      link: null,
      locked: values.locked ?? false,
      ...more,
    });
  }
}

/** An arrowhead of a later version becomes an open one. */
function headOf(head = 0): string | null {
  return head === 0 ? null : (HEADS[head - 1] ?? 'arrow');
}

function bindingOf({ on }: NewEnd): Fields | null {
  if (!on) return null;
  return { elementId: on.key, focus: 0, gap: 4, fixedPoint: [on.across / 1000, on.down / 1000] };
}

/** A line's points from its beginning, pixels: through its corners, a curve through its middle, right angles through two corners. */
function pointsOf(from: NewEnd, to: NewEnd, { route = 0, bend = 250, corners = [] }: NewElement['values']): [number, number][] {
  const [x, y] = [(to.x - from.x) / UNITS, (to.y - from.y) / UNITS];
  if (route !== 2 && corners.length > 0) {
    const between = pairsOf(corners).map(([left, top]): [number, number] => [(left - from.x) / UNITS, (top - from.y) / UNITS]);
    return [[0, 0], ...between, [x, y]];
  }
  if (route === 1)
    return [
      [0, 0],
      [x / 2 - (y * bend) / 1000, y / 2 + (x * bend) / 1000],
      [x, y],
    ];
  if (route !== 2 || x === 0 || y === 0)
    return [
      [0, 0],
      [x, y],
    ];
  const isWide = Math.abs(x) >= Math.abs(y);
  return isWide
    ? [
        [0, 0],
        [x / 2, 0],
        [x / 2, y],
        [x, y],
      ]
    : [
        [0, 0],
        [0, y / 2],
        [x, y / 2],
        [x, y],
      ];
}

function sizeOf(points: readonly (readonly [number, number])[]): { readonly width: number; readonly height: number } {
  let [minX, minY, maxX, maxY] = [0, 0, 0, 0];
  for (const [x, y] of points) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return { width: maxX - minX, height: maxY - minY };
}
