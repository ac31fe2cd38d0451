import type { Engine } from '../../engine/engine.ts';
import { UNITS } from '../../engine/geometry.ts';
import type { Reading } from '../../files/new-element.ts';
import { lateModule } from '../late-module.ts';
import { orSayNotLoaded } from '../watching/not-loaded.ts';
import type { AddElementsOptions, WorldPlace } from './adding.ts';

const load = lateModule(() => import('./adding.ts'));

/** The world place under a point of the window, CSS pixels; without a point, under the window's middle. */
export function placeUnder(
  canvas: Pick<Engine, 'worldAt'>,
  { innerWidth, innerHeight }: Pick<Window, 'innerWidth' | 'innerHeight'>,
  point: Parameters<Engine['worldAt']>[0] = { x: innerWidth / 2, y: innerHeight / 2 },
): WorldPlace {
  const { x, y } = canvas.worldAt(point);
  return { x: Math.round(x * UNITS), y: Math.round(y * UNITS) };
}

/**
 * Adds a reading to the board as one undo step and reports the result. With `middle`: centred there and selected. True when
 * something was added.
 */
export type AddElements = (reading: Reading, middle?: WorldPlace) => Promise<boolean>;

export function createAddElements(options: AddElementsOptions): AddElements {
  const add: AddElements = async (reading, middle) => (await load()).addReading(options, reading, middle);
  return async (reading, middle) => (await orSayNotLoaded(add(reading, middle), options.toasts)) ?? false;
}
