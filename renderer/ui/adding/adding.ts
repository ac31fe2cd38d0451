import { hubsRefusal } from '../../../core/board/admission/hubs-refusal.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';
import type { Engine } from '../../engine/engine.ts';
import type { NewElement, Reading } from '../../files/new-element.ts';
import type { Crop } from '../../files/pictures/file-picture.ts';
import { toOps, withRoom } from '../../files/to-ops.ts';
import type { Pictures } from '../../session/pictures/pictures.ts';
import { sayRefused } from '../watching/refusals.ts';
import type { Toasts } from '../watching/toasts.ts';
import { addedWords } from '../words/board/loss-words.ts';
import { type ReadyReading, readyPictures } from './file-pictures.ts';
import { fitsLabels } from './fits-labels.ts';
import type { PreparedPicture } from './prepare-picture.ts';

export interface AddElementsOptions {
  readonly access: Pick<BoardAccess, 'clientId' | 'board' | 'newElementId' | 'nextLamport' | 'newGesture' | 'propose'>;
  readonly canvas: Pick<Engine, 'select'>;
  readonly toasts: Pick<Toasts, 'show' | 'say' | 'fail'>;
  readonly pictures: Pick<Pictures, 'add' | 'hashOf'>;
  readonly prepare: (file: Blob, crop?: Crop) => Promise<PreparedPicture>;
  /** The fonts of the page. */
  readonly fonts: Pick<FontFaceSet, 'load'>;
}

/** World units. */
export interface WorldPlace {
  readonly x: number;
  readonly y: number;
}

/** Adds a reading to the board (`add-elements.ts`). */
export async function addReading(
  options: AddElementsOptions,
  reading: Reading,
  middle: WorldPlace | undefined,
): Promise<boolean> {
  const { access, canvas, toasts, pictures, fonts } = options;
  const { elements: read, losses, pictures: found } = await ready(reading, options);
  const elements = withRoom(read, await fitsLabels(read, fonts));
  // The hub would refuse it piece by piece.
  const { ops, ids } = toOps(elements, access, middle);
  const code = hubsRefusal(access.board(), access.clientId, ops);
  if (code !== undefined) {
    sayRefused(toasts, code);
    return false;
  }
  for (const picture of found) await pictures.add(picture);
  access.propose(ops, access.newGesture());
  // Whole or not at all. The session has already reported why not.
  if (ids.some((id) => access.board().get(id) === undefined)) return false;
  // A file that opens as its own board is not selected.
  if (middle) canvas.select(ids);
  const said = addedWords(ids.length, losses);
  // New elements are in view. Only what could not be kept needs to be read.
  if (ids.length > 0 && losses.size === 0) toasts.say(said);
  else toasts.show(said);
  return ids.length > 0;
}

async function ready(reading: Reading, { pictures, prepare }: AddElementsOptions): Promise<ReadyReading> {
  if (!reading.elements.some(hasPicture)) return { ...reading, pictures: [] };
  return readyPictures(reading, { hashOf: (bytes) => pictures.hashOf(bytes), prepare });
}

function hasPicture({ picture }: NewElement): boolean {
  return picture !== undefined;
}
