import type { Matrix } from '../../../../core/base/matrix.ts';
import type { Board } from '../../../../core/board/board.ts';
import { cutSpans } from '../../../../core/board/bodies/cuts.ts';
import type { Spans } from '../../../../core/board/bodies/spans.ts';
import type { Box, Element } from '../../../../core/board/element.ts';
import { distanceSquared, type Segment, stepMeetsBox, UNITS } from '../../geometry.ts';
import { inkFrame } from '../../ink/ink-frame.ts';
import type { TracePath } from '../../ink/ink-path.ts';
import { someStep } from '../../ink/stroke-steps.ts';
import { boxUnder } from '../../matrix.ts';
import type { Theme } from '../../palette.ts';
import type { Band, Canvas2D, Kind } from '../kind.ts';

/** Half of the greatest width of ink, as a share of its width: full pressure makes one and a half of it (ink/stroke-path.ts). */
export const INK_REACH = 0.75;
/** Thinner ink on the device is drawn as a line, because the outline is invisible and a line costs a tenth. */
const LINE_BELOW = 1.5;
/** Device pixels: the thinnest line, so that ink stays visible when zoomed out; and the steps that a thin line may skip. */
export const LINE_LEAST = 0.7;
const LINE_STEP = 0.7;

export interface InkLook {
  readonly band: Band;
  readonly alpha: number;
  /** True when the path is an area to fill, false for a line to stroke. */
  readonly isFilled: boolean;
  readonly trace: TracePath;
  readonly color: (code: number, theme: Theme) => string;
}

/** The box of an element's ink in world pixels. Undefined without points. */
function inkBox(_board: Board, element: Element): Box | undefined {
  const { box: drawn, width, x, y } = element;
  if (!drawn) return undefined;
  const frame = inkFrame(element);
  const box = frame ? boxUnder({ ...frame.turn, e: frame.turn.e + x, f: frame.turn.f + y }, frame.box) : drawn;
  const reach = width * INK_REACH;
  return {
    minX: (box.minX - reach) / UNITS,
    minY: (box.minY - reach) / UNITS,
    maxX: (box.maxX + reach) / UNITS,
    maxY: (box.maxY + reach) / UNITS,
  };
}

/** Strokes. Pen and highlighter differ only in how their path is made and painted. */
export function inkKind(ink: InkLook): Kind {
  return {
    band: ink.band,
    box: inkBox,
    look(board, element) {
      const { id, color, width, pointCount } = element;
      const look = `${color} ${width} ${pointCount} ${cutSpans(board, id).join()}`;
      const frame = inkFrame(element);
      return frame ? `${look} ${Object.values(frame.turn).join()} ${frame.scaleX} ${frame.scaleY}` : look;
    },
    draw(target, element, place, look) {
      const color = look.veil?.color ?? ink.color(element.color, look.theme);
      const xDevice = ((element.x + (look.offsetX ?? 0)) / UNITS) * place.scale - place.originX;
      const yDevice = ((element.y + (look.offsetY ?? 0)) / UNITS) * place.scale - place.originY;
      const width = element.width / UNITS;
      const cuts = cutSpans(look.board, element.id);
      target.globalAlpha = look.veil?.alpha ?? ink.alpha;
      target.lineCap = 'round';
      target.lineJoin = 'round';
      if (width * place.scale < LINE_BELOW) {
        target.setTransform(1, 0, 0, 1, xDevice, yDevice);
        target.strokeStyle = color;
        target.lineWidth = Math.max(width * place.scale, LINE_LEAST);
        target.beginPath();
        traceLine(target, element, cuts, place.scale);
        target.stroke();
      } else {
        const path = look.ink.path(element, cuts, ink.trace);
        setTransform(target, place.scale, xDevice, yDevice, inkFrame(element)?.turn);
        if (ink.isFilled) {
          target.fillStyle = color;
          target.fill(path);
        } else {
          target.strokeStyle = color;
          target.lineWidth = width;
          target.stroke(path);
        }
      }
      target.globalAlpha = 1;
    },
    hit(board: Board, element: Element, by: Segment, margin: number) {
      const reach = margin + element.width / UNITS / 2;
      const limit = reach * reach;
      const [x, y] = [element.x / UNITS, element.y / UNITS];
      return someStep(
        element,
        cutSpans(board, element.id),
        (x1, y1, x2, y2) => distanceSquared(by, x + x1, y + y1, x + x2, y + y2) <= limit,
      );
    },
    meets(board: Board, element: Element, box: Box) {
      const [x, y] = [element.x / UNITS, element.y / UNITS];
      return someStep(element, cutSpans(board, element.id), (x1, y1, x2, y2) =>
        stepMeetsBox(x + x1, y + y1, x + x2, y + y2, box),
      );
    },
  };
}

function setTransform(target: Canvas2D, scale: number, x: number, y: number, turn: Matrix | undefined): void {
  if (!turn) target.setTransform(scale, 0, 0, scale, x, y);
  else {
    const { a, b, c, d, e, f } = turn;
    target.setTransform(a * scale, b * scale, c * scale, d * scale, x + (e / UNITS) * scale, y + (f / UNITS) * scale);
  }
}

/** The stroke's middle line in device pixels, without points that look the same. */
function traceLine(target: Canvas2D, element: Element, cuts: Spans, scale: number): void {
  let lastX = Number.NaN;
  let lastY = 0;
  let endX = Number.NaN;
  let endY = 0;
  // A line of no length is not drawn; a very short one with round ends is a dot.
  const finish = (): void => {
    if (!Number.isNaN(endX)) target.lineTo(endX + 0.01, endY);
  };
  someStep(element, cuts, (x1, y1, x2, y2) => {
    const [fromX, fromY, x, y] = [x1 * scale, y1 * scale, x2 * scale, y2 * scale];
    if (fromX !== endX || fromY !== endY) {
      finish();
      target.moveTo(fromX, fromY);
      lastX = fromX;
      lastY = fromY;
    }
    if (Math.abs(x - lastX) >= LINE_STEP || Math.abs(y - lastY) >= LINE_STEP) {
      target.lineTo(x, y);
      lastX = x;
      lastY = y;
    }
    endX = x;
    endY = y;
    return false;
  });
  finish();
}
