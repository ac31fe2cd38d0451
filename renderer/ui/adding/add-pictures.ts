import { NotLoaded } from '../../../core/base/late-code.ts';
import type { StoredPicture } from '../../../core/board/picture-facts.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Pictures } from '../../session/pictures/pictures.ts';
import { orSayNotLoaded } from '../watching/not-loaded.ts';
import type { Toasts } from '../watching/toasts.ts';
import { PICTURE_WORDS } from '../words/board/picture-words.ts';
import type { PreparedPicture } from './prepare-picture.ts';

export interface AddPicturesOptions {
  readonly pictures: Pick<Pictures, 'add'>;
  readonly canvas: Pick<Engine, 'addPictures'>;
  readonly toasts: Pick<Toasts, 'fail'>;
  /** Rejects for a file that is no picture. */
  readonly prepare: (file: Blob) => Promise<PreparedPicture>;
}

/** CSS pixels of the window. */
interface ScreenPlace {
  readonly x: number;
  readonly y: number;
}

/** Adds pictures to the board, side by side, and sends them. Reports the pictures that could not be added. */
export type AddPictures = (files: readonly File[], at?: ScreenPlace) => Promise<void>;

export function createAddPictures({ pictures, canvas, toasts, prepare }: AddPicturesOptions): AddPictures {
  const add = async (files: readonly File[], at: ScreenPlace | undefined): Promise<void> => {
    const added: StoredPicture[] = [];
    const unreadable: File[] = [];
    const large: File[] = [];
    for (const file of files) {
      const prepared = await orUndefined(prepare(file));
      if (!prepared) unreadable.push(file);
      else if (prepared.bytes.length > LIMITS.pictureBytes) large.push(file);
      else {
        const { type, width, height } = prepared;
        added.push({ hash: await pictures.add(prepared), type, width, height });
      }
    }
    canvas.addPictures(added, at);
    // One sentence for all of them: of many messages only the last stay.
    if (unreadable.length > 0) toasts.fail(PICTURE_WORDS.unreadable(unreadable));
    if (large.length > 0) toasts.fail(PICTURE_WORDS.large(large));
  };
  return (files, at) => orSayNotLoaded(add(files, at), toasts);
}

/** Undefined for what is no picture. Code that cannot be loaded is another matter. */
async function orUndefined(prepared: Promise<PreparedPicture>): Promise<PreparedPicture | undefined> {
  try {
    return await prepared;
  } catch (error) {
    if (error instanceof NotLoaded) throw error;
    return undefined;
  }
}

/** Files that a browser may be able to show. Only a try can show whether it can. */
export function isPicture({ type }: Pick<File, 'type'>): boolean {
  return /^image\/(png|jpeg|gif|webp|avif|bmp|svg\+xml)$/.test(type);
}

/** Lets the person choose pictures; on a phone also from the camera roll. */
export function choosePictures(page: Document, take: (files: readonly File[]) => void): void {
  const input = page.createElement('input');
  input.type = 'file';
  input.accept = 'image/*';
  input.multiple = true;
  input.hidden = true;
  // Inside the page: a browser may otherwise drop it before the person has chosen.
  page.body.append(input);
  input.addEventListener('change', () => {
    input.remove();
    take([...(input.files ?? [])]);
  });
  input.addEventListener('cancel', () => input.remove());
  input.click();
}
