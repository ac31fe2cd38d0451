import { NotLoaded } from '../../../core/base/late-code.ts';
import type { StoredPicture } from '../../../core/board/picture-facts.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { Loss, NewElement, Reading } from '../../files/new-element.ts';
import type { Crop, FilePicture } from '../../files/pictures/file-picture.ts';
import { withPicture } from '../../files/pictures/stored-picture.ts';
import type { Picture } from '../../session/pictures/picture-ports.ts';
import { isPicture } from './add-pictures.ts';
import type { PreparedPicture } from './prepare-picture.ts';

export interface PicturesOfFiles {
  /** Of bytes, as the room's pictures are named. */
  hashOf(bytes: Uint8Array): string;
  prepare(file: Blob, crop?: Crop): Promise<PreparedPicture>;
}

/** A reading whose pictures are ready, and what must be stored before its elements are on a board. */
export interface ReadyReading extends Pick<Reading, 'elements' | 'losses'> {
  readonly pictures: readonly Picture[];
}

/**
 * Decodes the pictures of a file and packs them anew, as pasted ones are: upright, without metadata, within the bounds. What cannot be
 * shown or is too large is counted.
 */
export async function readyPictures(reading: Reading, { hashOf, prepare }: PicturesOfFiles): Promise<ReadyReading> {
  const losses = new Map(reading.losses);
  const lose = (what: Loss): void => void losses.set(what, (losses.get(what) ?? 0) + 1);
  const ready = new Map<FilePicture, Map<string, Promise<StoredPicture | 'image' | 'largeImage'>>>();
  const pictures = new Map<string, Picture>();

  const make = async (picture: FilePicture, crop: Crop | undefined): Promise<StoredPicture | 'image' | 'largeImage'> => {
    if (!isPicture(picture)) return 'image';
    try {
      const { bytes, type, width, height } = await prepare(new Blob([picture.bytes.slice()], { type: picture.type }), crop);
      if (bytes.length > LIMITS.pictureBytes) return 'largeImage';
      const hash = hashOf(bytes);
      pictures.set(hash, { bytes, type });
      return { hash, type, width, height };
    } catch (error) {
      if (error instanceof NotLoaded) throw error;
      return 'image';
    }
  };
  const once = (picture: FilePicture, crop: Crop | undefined): Promise<StoredPicture | 'image' | 'largeImage'> => {
    const crops = ready.get(picture) ?? new Map<string, Promise<StoredPicture | 'image' | 'largeImage'>>();
    ready.set(picture, crops);
    const name = JSON.stringify(crop) ?? '';
    const made = crops.get(name) ?? make(picture, crop);
    crops.set(name, made);
    return made;
  };

  const elements: NewElement[] = [];
  for (const element of reading.elements) {
    if (!element.picture) {
      elements.push(element);
      continue;
    }
    // One after the other: a decoded picture can take 64 MiB.
    const made = await once(element.picture, element.crop);
    if (typeof made === 'string') lose(made);
    else elements.push(withPicture(element, made));
  }
  return { elements, losses, pictures: [...pictures.values()] };
}
