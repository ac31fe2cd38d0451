import { hubsRefusal } from '../../../core/board/admission/hubs-refusal.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';
import type { Engine } from '../../engine/engine.ts';
import { UNITS } from '../../engine/geometry.ts';
import type { NewElement, Reading } from '../../files/new-element.ts';
import type { Crop } from '../../files/pictures/file-picture.ts';
import type { Pictures } from '../../session/pictures/pictures.ts';
import { lateModule } from '../late-module.ts';
import { orSayNotLoaded } from '../watching/not-loaded.ts';
import { sayRefused } from '../watching/refusals.ts';
import type { Toasts } from '../watching/toasts.ts';
import { addedWords } from '../words/board/file-words.ts';
import type { ReadyReading } from './file-pictures.ts';
import type { PreparedPicture } from './prepare-picture.ts';

const loadOps = lateModule(() => import('../../files/to-ops.ts'));
const loadPictures = lateModule(() => import('./file-pictures.ts'));

export interface AddElementsOptions {
  readonly access: Pick<BoardAccess, 'clientId' | 'board' | 'newElementId' | 'nextLamport' | 'newGesture' | 'propose'>;
  readonly canvas: Pick<Engine, 'select'>;
  readonly toasts: Pick<Toasts, 'show' | 'fail'>;
  readonly pictures: Pick<Pictures, 'add' | 'hashOf'>;
  readonly prepare: (file: Blob, crop?: Crop) => Promise<PreparedPicture>;
}

/** World units. */
export interface WorldPlace {
  readonly x: number;
  readonly y: number;
}

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

export function createAddElements({ access, canvas, toasts, pictures, prepare }: AddElementsOptions): AddElements {
  const ready = async (reading: Reading): Promise<ReadyReading> => {
    if (!reading.elements.some(hasPicture)) return { ...reading, pictures: [] };
    const { readyPictures } = await loadPictures();
    return readyPictures(reading, { hashOf: (bytes) => pictures.hashOf(bytes), prepare });
  };
  const add = async (reading: Reading, middle: WorldPlace | undefined): Promise<boolean> => {
    const [{ toOps }, { elements, losses, pictures: found }] = await Promise.all([loadOps(), ready(reading)]);
    // The hub would refuse it piece by piece.
    const code = hubsRefusal(access.board(), access.clientId, toOps(elements, access, middle).ops);
    if (code !== undefined) {
      sayRefused(toasts, code);
      return false;
    }
    for (const picture of found) await pictures.add(picture);
    const { ops, ids } = toOps(elements, access, middle);
    access.propose(ops, access.newGesture());
    // Whole or not at all. The session has already reported why not.
    if (ids.some((id) => access.board().get(id) === undefined)) return false;
    // A file that opens as its own board is not selected.
    if (middle) canvas.select(ids);
    toasts.show(addedWords(ids.length, losses));
    return ids.length > 0;
  };
  return async (reading, middle) => (await orSayNotLoaded(add(reading, middle), toasts)) ?? false;
}

function hasPicture({ picture }: NewElement): boolean {
  return picture !== undefined;
}
