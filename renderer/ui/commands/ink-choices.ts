import { WIDTHS } from '../../engine/palette.ts';
import type { ToolId } from '../../engine/tools/tool.ts';

export interface WidthChoice {
  readonly label: string;
  /** World units (1/16 px). */
  readonly width: number;
}

const LABELS = ['Fine', 'Medium', 'Bold', 'Extra bold'] as const;

export function widthChoices(tool: ToolId): readonly WidthChoice[] {
  const widths = tool === 'highlighter' ? WIDTHS.highlighter : WIDTHS.pen;
  return widths.map((width, index) => ({ label: LABELS[index] ?? '', width }));
}

/** The next wider or thinner choice; at the end of the row the same. */
export function nextWidth(tool: ToolId, width: number, by: 1 | -1): number {
  const widths = widthChoices(tool).map((choice) => choice.width);
  const next = by > 0 ? widths.find((candidate) => candidate > width) : widths.findLast((candidate) => candidate < width);
  return next ?? width;
}
