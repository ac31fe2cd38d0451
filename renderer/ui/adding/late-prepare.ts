import type { Crop } from '../../files/pictures/file-picture.ts';
import { lateModule } from '../late-module.ts';
import type { PreparedPicture } from './prepare-picture.ts';

const load = lateModule(() => import('./prepare-picture.ts'));
// The engine imports this itself. Here it comes while the server is there.
lateModule(() => import('../../engine/pictures/decode-picture.ts'));

/** Rejects for files that are no pictures. */
export async function preparePicture(file: Blob, crop?: Crop): Promise<PreparedPicture> {
  return (await load()).preparePicture(file, crop);
}
