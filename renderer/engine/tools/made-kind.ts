import { assertNever } from '../../../core/base/assert-never.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import type { ToolId } from './tool.ts';

/** The kind of element that a tool creates. Undefined for a tool that creates none. */
export function madeKind(tool: ToolId): ElementKind | undefined {
  switch (tool) {
    case 'pen':
    case 'highlighter':
    case 'line':
    case 'arrow':
    case 'rectangle':
    case 'ellipse':
    case 'diamond':
    case 'frame':
    case 'text':
    case 'note':
      return ElementKind[tool];
    case 'select':
    case 'hand':
    case 'eraser':
    case 'laser':
      return undefined;
    default:
      return assertNever(tool);
  }
}
