import {
  BEND_MOST,
  CORNERS_MOST,
  ElementKind,
  GROUPS_DEEP,
  TEXT_SIZE_LEAST,
  TEXT_SIZE_MOST,
  TITLE_CHARS,
} from '../../core/board/kinds.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import { FILE_LIMITS } from './file-limits.ts';
import type { Loss, NewElement, NewEnd, Reading } from './new-element.ts';
import type { Crop, FilePicture } from './pictures/file-picture.ts';

/** World units in one pixel. */
export const UNITS = 16;
/** Of two points of a straight line that becomes ink, pixels: the pen's smoothing rounds corners over a few points. */
const DRAWN_STEP = 4;
/** How often a corner is repeated, so that the smoothed line reaches it. */
const CORNER_POINTS = 4;
/** Pressure of a line with constant width. */
const EVEN_PRESSURE = 0.5;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The look of elements of all kinds, in the file's own units: pixels, percent, degrees. */
export interface Look {
  readonly color?: number;
  readonly fill?: number;
  /** 1 hatched, 2 cross-hatched. */
  readonly hatch?: number;
  /** Of the line: 1 sketchy, 2 very sketchy. */
  readonly sketch?: number;
  /** Of the line, pixels. */
  readonly width?: number;
  readonly dash?: number;
  /** 0 to 100. */
  readonly opacity?: number;
  /** Radians, clockwise about the middle of the box. */
  readonly angle?: number;
  readonly font?: number;
  /** Height of the text, pixels. */
  readonly size?: number;
  readonly align?: number;
  readonly locked?: boolean;
  readonly groups?: readonly string[];
  readonly text?: string;
}

export interface PictureLook extends Pick<Look, 'opacity' | 'angle' | 'locked' | 'groups'> {
  readonly picture: FilePicture;
  readonly crop?: Crop | undefined;
  readonly mirrored?: boolean;
}

export interface BoxOf {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Collects the elements of one file, from pixels to world units, within the bounds. Counts what exceeds them. */
export class Gathering {
  readonly #elements: NewElement[] = [];
  readonly #losses = new Map<Loss, number>();
  readonly #pictures = new Set<FilePicture>();
  #points = 0;
  #textLeft: number = FILE_LIMITS.allTextUnits;
  title = '';

  get size(): number {
    return this.#elements.length;
  }

  lose(what: Loss, count = 1): void {
    this.#losses.set(what, (this.#losses.get(what) ?? 0) + count);
  }

  /** Frames lie below their content, whatever the order in the file. */
  reading(): Reading {
    const isFrame = ({ kind }: NewElement): boolean => kind === ElementKind.frame;
    const elements = [...this.#elements.filter(isFrame), ...this.#elements.filter((element) => !isFrame(element))];
    return { elements, losses: this.#losses, title: this.title.slice(0, TITLE_CHARS) };
  }

  add(element: NewElement): void {
    if (this.#elements.length >= FILE_LIMITS.elements) this.lose('tooMany');
    else this.#elements.push(element);
  }

  /** A shape, text, note or frame. `fits`: a text that is as wide as its lines, without a width of its own. */
  box(key: string, kind: number, at: BoxOf, look: Look & { readonly title?: string; readonly fits?: boolean }): void {
    const sides = { w: size(at.w), h: size(at.h) };
    this.add({
      ...this.#plain(key, kind, at, look),
      ...(look.fits ? { about: sides } : {}),
      values: {
        ...this.#values(look, kind),
        ...(look.fits ? {} : sides),
        ...(look.title ? { title: plainText(look.title).slice(0, TITLE_CHARS) } : {}),
      },
    });
  }

  /** A picture. Mirrored: its left and right are exchanged. */
  image(key: string, at: BoxOf, { picture, crop, mirrored, ...look }: PictureLook): void {
    if (!this.#pictures.has(picture) && this.#pictures.size >= FILE_LIMITS.pictures) {
      this.lose('tooMany');
      return;
    }
    this.#pictures.add(picture);
    const { opacity, angle, locked } = this.#values(look, ElementKind.image);
    this.add({
      ...this.#plain(key, ElementKind.image, at, look),
      values: {
        w: size(at.w),
        h: size(at.h),
        ...(opacity === undefined ? {} : { opacity }),
        ...(angle === undefined ? {} : { angle }),
        ...(locked ? { locked } : {}),
        ...(mirrored ? { mirrored } : {}),
      },
      picture,
      ...(crop ? { crop } : {}),
    });
  }

  /** A line or an arrow between two points, through at most `CORNERS_MOST` corners; `on` names the element at an end. */
  line(key: string, kind: number, [from, ...more]: readonly [Point, ...Point[]], look: Look & LineEnds): void {
    const to = more.pop() ?? from;
    const end = (point: Point, on: NewEnd['on']): NewEnd => ({
      x: coordinate(units(point.x - from.x)),
      y: coordinate(units(point.y - from.y)),
      ...(on === undefined ? {} : { on }),
    });
    const values = this.#values(look, kind);
    this.add({
      ...this.#plain(key, kind, from, look),
      values: {
        ...values,
        headFrom: look.headFrom ?? 0,
        headTo: look.headTo ?? 0,
        ...(look.route ? { route: look.route } : {}),
        ...(look.bend === undefined ? {} : { bend: whole(look.bend, -BEND_MOST, BEND_MOST) }),
        ...(more.length === 0
          ? {}
          : { corners: more.flatMap(({ x, y }) => [coordinate(units(x - from.x)), coordinate(units(y - from.y))]) }),
      },
      from: end(from, look.fromOn),
      to: end(to, look.toOn),
    });
  }

  /** Straight lines as one line with corners, or as ink where they are too many for a line. `look`: of both. */
  cornered(key: string, [first, ...more]: readonly [Point, ...Point[]], look: Look & LineEnds): void {
    if (more.length === 0 || more.length > CORNERS_MOST + 1) this.drawn(key, [first, ...more], look);
    else this.line(key, ElementKind.line, [first, ...more], look);
  }

  /**
   * Ink through points. Pressures are 0 to 1, one a point; without them the pen's own. Too many points for one stroke make
   * several.
   */
  stroke(key: string, kind: number, points: readonly Point[], look: Look & { readonly pressures?: readonly number[] }): void {
    if (points.length === 0) {
      this.lose('unreadable');
      return;
    }
    if (this.#points + points.length > FILE_LIMITS.points) {
      this.lose('tooMany');
      return;
    }
    this.#points += points.length;
    const step = LIMITS.pointsPerStroke - 1;
    for (let start = 0; start === 0 || start < points.length - 1; start += step) {
      const part = points.slice(start, start + LIMITS.pointsPerStroke);
      const first = part[0] as Point;
      const xy = new Int32Array(2 * part.length);
      for (const [i, { x, y }] of part.entries()) {
        xy[2 * i] = coordinate(units(x - first.x));
        xy[2 * i + 1] = coordinate(units(y - first.y));
      }
      const { pressures } = look;
      const pressure = pressures && Uint8Array.from(part, (_, i) => pressureByte(pressures[start + i]));
      this.add({
        ...this.#plain(start === 0 ? key : `${key}/${start}`, kind, first, look),
        values: this.#values(look, kind),
        points: { xy, pressure },
      });
    }
  }

  /** Straight lines as ink of constant width with sharp corners. */
  drawn(key: string, corners: readonly Point[], look: Look): void {
    const points: Point[] = [];
    for (const [i, corner] of corners.entries()) {
      const last = corners[i - 1];
      if (last) {
        const steps = Math.min(1_000, Math.max(1, Math.ceil(Math.hypot(corner.x - last.x, corner.y - last.y) / DRAWN_STEP)));
        for (let at = 1; at < steps; at++) {
          points.push({ x: last.x + ((corner.x - last.x) * at) / steps, y: last.y + ((corner.y - last.y) * at) / steps });
        }
      }
      const isInside = i > 0 && i < corners.length - 1;
      for (let n = 0; n < (isInside ? CORNER_POINTS : 1); n++) points.push(corner);
      if (points.length + this.#points > FILE_LIMITS.points) break;
    }
    this.stroke(key, ElementKind.pen, points, { ...look, pressures: points.map(() => EVEN_PRESSURE) });
  }

  #plain(key: string, kind: number, at: Point, look: Look): Omit<NewElement, 'values'> {
    const text = this.#text(look.text);
    return {
      key,
      kind,
      x: coordinate(units(at.x)),
      y: coordinate(units(at.y)),
      ...(text === '' ? {} : { text }),
      ...(look.groups && look.groups.length > 0 ? { groups: look.groups.slice(0, GROUPS_DEEP) } : {}),
    };
  }

  #text(raw: string | undefined): string {
    const text = raw === undefined ? '' : plainText(raw);
    const most = Math.min(FILE_LIMITS.textUnits, this.#textLeft);
    if (text.length > most) this.lose('shortened');
    const kept = text.slice(0, most).toWellFormed();
    this.#textLeft -= kept.length;
    return kept;
  }

  #values(look: Look, kind: number): NewElement['values'] {
    const { color, fill, hatch, dash, sketch, font, align, angle } = look;
    const turn = angle === undefined ? 0 : hundredths(angle);
    const opacity = look.opacity === undefined ? 100 : whole(look.opacity, 0, 100);
    return {
      color: color ?? 0,
      width: whole((look.width ?? 2) * UNITS, 1, LIMITS.widthMax),
      ...(fill === undefined || fill === -1 ? {} : { fill }),
      ...(hatch && fill !== undefined && fill !== -1 ? { hatch } : {}),
      ...(dash ? { dash } : {}),
      ...(sketch && SKETCHED.has(kind) ? { sketch } : {}),
      ...(opacity === 100 ? {} : { opacity }),
      ...(turn === 0 ? {} : { angle: turn }),
      ...(font ? { font } : {}),
      ...(look.size === undefined && kind !== ElementKind.text
        ? {}
        : { size: whole((look.size ?? 20) * UNITS, TEXT_SIZE_LEAST, TEXT_SIZE_MOST) }),
      ...(align === undefined ? {} : { align }),
      ...(look.locked ? { locked: true } : {}),
    };
  }
}

/** Kinds whose line may be sketched. */
const SKETCHED: ReadonlySet<number> = new Set([
  ElementKind.line,
  ElementKind.arrow,
  ElementKind.rectangle,
  ElementKind.ellipse,
  ElementKind.diamond,
]);

export interface LineEnds {
  readonly headFrom?: number;
  readonly headTo?: number;
  /** 1 curved, 2 with right angles. */
  readonly route?: number;
  /** The distance of its middle to the right of the straight way from end to end, thousandths of that way. */
  readonly bend?: number;
  readonly fromOn?: NewEnd['on'];
  readonly toOn?: NewEnd['on'];
}

export function coordinate(value: number): number {
  return whole(value, -LIMITS.coordinate, LIMITS.coordinate);
}

/** The readable text of a file: line breaks as one character, and no invisible characters except tabs. */
export function plainText(raw: string): string {
  return (
    raw
      .slice(0, 2 * FILE_LIMITS.textUnits)
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .toWellFormed()
  );
}

/** A share of a box in thousandths, limited to its edges. */
export function thousandths(share: number): number {
  return whole(share * 1000, 0, 1000);
}

const units = (pixels: number): number => pixels * UNITS;
const size = (pixels: number): number => whole(pixels * UNITS, 0, 2 * LIMITS.coordinate);

/** Never -0, which is not a valid property value. */
function whole(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) + 0 : Math.max(0, least);
}

function pressureByte(pressure: number | undefined): number {
  return whole((pressure ?? EVEN_PRESSURE) * 255, 0, 255);
}

function hundredths(radians: number): number {
  const turn = ((radians * 180) / Math.PI) * 100;
  return Number.isFinite(turn) ? ((Math.round(turn) % 36_000) + 36_000) % 36_000 : 0;
}

/** The distance of a point to the right of the straight way between two others, thousandths of that way, as in `bend`. */
export function bendThrough(from: Point, to: Point, { x, y }: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = dx * dx + dy * dy;
  if (square === 0) return 0;
  return (1000 * (dx * (y - (from.y + to.y) / 2) - dy * (x - (from.x + to.x) / 2))) / square;
}
