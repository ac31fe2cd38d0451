import type { ElementId } from '../../../../core/board/ids.ts';
import type { PointerSample, ToolHost } from '../tool.ts';

export type SelectHost = Pick<
  ToolHost,
  'access' | 'clock' | 'scene' | 'selection' | 'zoom' | 'habits' | 'lift' | 'sketch' | 'wake'
>;

/** A drag of the select tool: one of these from the threshold on. */
export interface SelectGesture {
  readonly cursor: string;
  drag(sample: PointerSample): void;
  release(): void;
  takeBack(): void;
  /** True when another person has changed its place or size: that person then controls it. */
  isTaken(id: ElementId): boolean;
  drop(gone: readonly ElementId[]): void;
}

export interface Start {
  readonly xScreen: number;
  readonly yScreen: number;
  readonly xWorld: number;
  readonly yWorld: number;
}
