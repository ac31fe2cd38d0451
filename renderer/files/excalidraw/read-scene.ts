import { CORNERS_MOST, ElementKind } from '../../../core/board/kinds.ts';
import { NO_COLOR, readFill, readLineColor } from '../colors.ts';
import { FILE_LIMITS } from '../file-limits.ts';
import { type BoxOf, bendThrough, Gathering, type Look, type Point, thousandths } from '../gathering.ts';
import type { NewEnd } from '../new-element.ts';
import { type Crop, FilePictures } from '../pictures/file-picture.ts';
import { asList, asNumber, asRecord, asSize, asText, type Raw } from '../raw.ts';
import { turned } from '../turned.ts';

/** Excalidraw's pen is wider than its `strokeWidth` by this factor. */
export const PEN_FACTOR = 4.25;

const DASHES: ReadonlyMap<string, number> = new Map([
  ['dashed', 1],
  ['dotted', 2],
]);
const HATCHES: ReadonlyMap<string, number> = new Map([
  ['hachure', 1],
  ['cross-hatch', 2],
]);
const ALIGNS: ReadonlyMap<string, number> = new Map([
  ['center', 1],
  ['right', 2],
]);
/** Excalidraw's fonts by number, as ours: sans, hand, mono. */
const FONTS: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [3, 2],
  [5, 1],
  [8, 2],
]);
const HEADS: ReadonlyMap<string, number> = new Map([
  ['arrow', 1],
  ['triangle', 2],
  ['triangle_outline', 2],
  ['diamond', 2],
  ['diamond_outline', 2],
  ['dot', 3],
  ['circle', 3],
  ['circle_outline', 3],
  ['bar', 4],
]);
const BOXES: ReadonlyMap<string, number> = new Map([
  ['rectangle', ElementKind.rectangle],
  ['ellipse', ElementKind.ellipse],
  ['diamond', ElementKind.diamond],
]);

/** Reads the elements of an Excalidraw scene. */
export function readScene(elements: readonly unknown[], into: Gathering, files: Raw = {}): void {
  new SceneReader(elements, into, files).run();
}

class SceneReader {
  readonly #elements: readonly Raw[];
  readonly #into: Gathering;
  readonly #pictures: FilePictures;
  readonly #byId = new Map<string, Raw>();
  /** The texts in shapes or on arrows, by their container. */
  readonly #labels = new Map<string, Raw>();

  constructor(elements: readonly unknown[], into: Gathering, files: Raw) {
    this.#into = into;
    this.#pictures = new FilePictures((id) => asText(asRecord(Object.hasOwn(files, id) ? files[id] : undefined)?.dataURL));
    const read: Raw[] = [];
    for (const raw of elements) {
      const element = asRecord(raw);
      if (!element) into.lose('unreadable');
      else if (element.isDeleted !== true) read.push(element);
    }
    this.#elements = read;
    for (const element of read) this.#byId.set(asText(element.id), element);
    for (const element of read) {
      const holder = asText(element.containerId);
      if (element.type === 'text' && holder !== '' && this.#canHold(holder)) this.#labels.set(holder, element);
    }
  }

  run(): void {
    for (const [i, element] of this.#elements.entries()) this.#read(element, asText(element.id) || `#${i}`);
  }

  #canHold(id: string): boolean {
    const type = this.#byId.get(id)?.type;
    return typeof type === 'string' && (BOXES.has(type) || type === 'arrow');
  }

  #read(element: Raw, key: string): void {
    const type = asText(element.type);
    const kind = BOXES.get(type);
    if (kind !== undefined) {
      this.#into.box(key, kind, boxOf(element), this.#look(element, key));
      return;
    }
    switch (type) {
      case 'text':
        if (this.#labels.get(asText(element.containerId)) !== element) this.#text(element, key);
        return;
      case 'freedraw':
        this.#ink(element, key);
        return;
      case 'line':
      case 'arrow':
        this.#line(element, key, type);
        return;
      case 'frame':
      case 'magicframe':
        this.#into.box(key, ElementKind.frame, boxOf(element), {
          ...this.#look(element, key),
          fill: NO_COLOR,
          title: asText(element.name),
        });
        return;
      case 'image':
        this.#image(element, key);
        return;
      case 'embeddable':
      case 'iframe':
        this.#into.lose('webPage');
        return;
      // The selection, which old files contain too.
      case 'selection':
        return;
      default:
        this.#into.lose('unknown');
    }
  }

  #image(element: Raw, key: string): void {
    const id = asText(element.fileId);
    const picture = this.#pictures.get(id);
    if (!picture) {
      this.#into.lose(this.#pictures.isElsewhere(id) ? 'webImage' : 'image');
      return;
    }
    const { opacity, locked, groups, angle = 0 } = lookOf(element);
    const [across, down] = asList(element.scale).map((value) => asNumber(value, 1));
    // Upside down is mirrored and turned by half.
    const isUpsideDown = (down ?? 1) < 0;
    this.#into.image(key, boxOf(element), {
      picture,
      crop: cropOf(element),
      mirrored: (across ?? 1) < 0 !== isUpsideDown,
      angle: isUpsideDown ? angle + Math.PI : angle,
      ...(opacity === undefined ? {} : { opacity }),
      ...(locked === undefined ? {} : { locked }),
      ...(groups === undefined ? {} : { groups }),
    });
  }

  #look(element: Raw, key: string): Look {
    // Of several elements of one name, one has the label.
    const label = this.#byId.get(key) === element ? this.#labels.get(key) : undefined;
    return { ...lookOf(element), ...(label ? { ...textLook(label), text: wordsOf(label) } : {}) };
  }

  #text(element: Raw, key: string): void {
    const text = wordsOf(element);
    if (text.trim() === '') return;
    const box = boxOf(element);
    this.#into.box(key, ElementKind.text, box, {
      ...lookOf(element),
      ...textLook(element),
      fill: NO_COLOR,
      text,
      fits: element.autoResize !== false,
    });
  }

  #ink(element: Raw, key: string): void {
    const points = pointsOf(element);
    const pressures = asList(element.pressures);
    const isPressured = element.simulatePressure !== true && pressures.length >= points.length && points.length > 0;
    this.#into.stroke(key, ElementKind.pen, points, {
      ...lookOf(element),
      angle: 0,
      fill: NO_COLOR,
      width: asSize(element.strokeWidth, 1) * PEN_FACTOR,
      ...(isPressured ? { pressures: points.map((_, i) => asNumber(pressures[i], 0.5)) } : {}),
    });
    if (lookOf(element).fill !== NO_COLOR && element.backgroundColor !== undefined) this.#into.lose('fill');
  }

  #line(element: Raw, key: string, type: 'line' | 'arrow'): void {
    const points = pointsOf(element);
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last || points.length < 2) {
      this.#into.lose('unreadable');
      return;
    }
    const look = { ...this.#look(element, key), angle: 0 };
    if (type === 'line' && points.length > 2 && look.fill !== NO_COLOR) this.#into.lose('fill');
    const way = wayOf(element, points, first, last);
    if (!way) {
      if (type === 'line') {
        this.#into.drawn(key, points, { ...look, fill: NO_COLOR });
        return;
      }
      this.#into.lose('bend');
    }
    const from = this.#boundTo(element.startBinding, first);
    const to = this.#boundTo(element.endBinding, last);
    this.#into.line(key, type === 'arrow' ? ElementKind.arrow : ElementKind.line, [first, ...(way?.corners ?? []), last], {
      ...look,
      ...way?.look,
      fill: NO_COLOR,
      headFrom: HEADS.get(asText(element.startArrowhead)) ?? (asText(element.startArrowhead) === '' ? 0 : 1),
      headTo: HEADS.get(asText(element.endArrowhead)) ?? (asText(element.endArrowhead) === '' ? 0 : 1),
      ...(from ? { fromOn: from } : {}),
      ...(to ? { toOn: to } : {}),
    });
  }

  /** The place of an end on its target: from newer files, else derived from the end's position. */
  #boundTo(raw: unknown, end: Point): NewEnd['on'] {
    const binding = asRecord(raw);
    const key = asText(binding?.elementId);
    const target = this.#byId.get(key);
    if (!binding || !target) return undefined;
    const type = asText(target.type);
    if (!BOXES.has(type) && type !== 'text' && type !== 'frame' && type !== 'image') return undefined;
    const [across, down] = asList(binding.fixedPoint);
    if (typeof across === 'number' && typeof down === 'number') {
      return { key, across: thousandths(asNumber(across)), down: thousandths(asNumber(down)) };
    }
    const { x, y, w, h } = boxOf(target);
    const inside = turned(end, { x: x + w / 2, y: y + h / 2 }, -asNumber(target.angle));
    return {
      key,
      across: thousandths(w === 0 ? 0.5 : (inside.x - x) / w),
      down: thousandths(h === 0 ? 0.5 : (inside.y - y) / h),
    };
  }
}

interface LineWay {
  readonly look: { readonly route?: number; readonly bend?: number };
  readonly corners?: readonly Point[];
}

/**
 * How a line runs between its ends: with right angles, curved through a point between them, or through corners. Undefined when it has
 * more corners than a line has here.
 */
function wayOf(element: Raw, points: readonly Point[], first: Point, last: Point): LineWay | undefined {
  if (element.elbowed === true) return { look: { route: 2 } };
  const corners = points.slice(1, -1);
  const [only] = corners;
  if (!only) return { look: {} };
  // Without roundness its corners are sharp.
  const isRound = asRecord(element.roundness) !== undefined || element.strokeSharpness === 'round';
  if (isRound && corners.length === 1) return { look: { route: 1, bend: bendThrough(first, last, only) } };
  return corners.length > CORNERS_MOST ? undefined : { look: isRound ? { route: 1 } : {}, corners };
}

/** Excalidraw counts in pixels of the whole picture. */
function cropOf(element: Raw): Crop | undefined {
  const crop = asRecord(element.crop);
  const [w, h] = [asSize(crop?.naturalWidth), asSize(crop?.naturalHeight)];
  if (!crop || w === 0 || h === 0) return undefined;
  const [x, y] = [asNumber(crop.x), asNumber(crop.y)];
  return { left: x / w, top: y / h, right: (x + asSize(crop.width)) / w, bottom: (y + asSize(crop.height)) / h };
}

function boxOf(element: Raw): BoxOf {
  const [w, h] = [asNumber(element.width), asNumber(element.height)];
  const [x, y] = [asNumber(element.x), asNumber(element.y)];
  return { x: Math.min(x, x + w), y: Math.min(y, y + h), w: Math.abs(w), h: Math.abs(h) };
}

/** The points of a line or a stroke on the board, with the element's rotation. */
function pointsOf(element: Raw): Point[] {
  const [x, y] = [asNumber(element.x), asNumber(element.y)];
  const points: Point[] = [];
  for (const raw of asList(element.points)) {
    if (points.length >= FILE_LIMITS.points) break;
    const [px, py] = asList(raw);
    points.push({ x: x + asNumber(px), y: y + asNumber(py) });
  }
  const angle = asNumber(element.angle);
  if (angle === 0 || points.length === 0) return points;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const point of points) {
    minX = Math.min(minX, point.x);
    minY = Math.min(minY, point.y);
    maxX = Math.max(maxX, point.x);
    maxY = Math.max(maxY, point.y);
  }
  const middle = { x: (minX + maxX) / 2, y: (minY + maxY) / 2 };
  return points.map((point) => turned(point, middle, angle));
}

function lookOf(element: Raw): Look {
  const hatch = HATCHES.get(asText(element.fillStyle)) ?? 0;
  return {
    color: readLineColor(asText(element.strokeColor)),
    fill: readFill(asText(element.backgroundColor), hatch !== 0),
    hatch,
    width: asSize(element.strokeWidth, 2),
    sketch: Math.min(2, Math.max(0, Math.round(asNumber(element.roughness)))),
    dash: DASHES.get(asText(element.strokeStyle)) ?? 0,
    opacity: asNumber(element.opacity, 100),
    angle: asNumber(element.angle),
    locked: element.locked === true,
    // Excalidraw lists the innermost group first.
    groups: asList(element.groupIds).slice(0, FILE_LIMITS.deep).map(asText).filter(Boolean).reverse(),
  };
}

function textLook(element: Raw): Look {
  return {
    font: FONTS.get(asNumber(element.fontFamily)) ?? 0,
    size: asSize(element.fontSize, 20),
    align: ALIGNS.get(asText(element.textAlign)) ?? 0,
  };
}

function wordsOf(element: Raw): string {
  return asText(element.originalText) || asText(element.text);
}

/** Reads a parsed `.excalidraw` file, or Excalidraw's clipboard format. Undefined for other content. */
export function gatherScene(json: unknown): Gathering | undefined {
  const file = asRecord(json);
  if (!file || (file.type !== 'excalidraw' && file.type !== 'excalidraw/clipboard') || !Array.isArray(file.elements))
    return undefined;
  const into = new Gathering();
  into.title = asText(asRecord(file.appState)?.name);
  readScene(file.elements, into, asRecord(file.files));
  return into;
}
