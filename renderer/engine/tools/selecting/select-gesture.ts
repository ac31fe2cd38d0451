import type { ElementId } from '../../../../core/board/ids.ts';
import type { PointerSample, ToolHost } from '../tool.ts';

export type SelectHost = Pick<
  ToolHost,
  'access' | 'clock' | 'scene' | 'selection' | 'zoom' | 'habits' | 'lift' | 'sketch' | 'wake'
>;

/** What the select tool does while it drags: one of them from the threshold on. */
export interface SelectGesture {
  readonly cursor: string;
  drag(sample: PointerSample): void;
  release(): void;
  takeBack(): void;
  /** Whether another person has changed how it lies: it is in their hands then. */
  isTaken(id: ElementId): boolean;
  drop(gone: readonly ElementId[]): void;
}

/** With more than this many, others see a change when it is finished: 30 times a second would be thousands of ops. */
export const CHANGED_LIVE = 100;

export interface Start {
  readonly xScreen: number;
  readonly yScreen: number;
  readonly xWorld: number;
  readonly yWorld: number;
}
