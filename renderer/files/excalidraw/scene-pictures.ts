import { FILE_LIMITS } from '../file-limits.ts';
import type { NewElement } from '../new-element.ts';
import { base64Of } from '../packed/base64.ts';
import type { FilePicture } from '../pictures/file-picture.ts';

/** Excalidraw's `files`: the pictures of a scene by name. */
export type SceneFiles = ReadonlyMap<string, SceneFile>;

interface SceneFile {
  readonly mimeType: string;
  readonly id: string;
  readonly dataURL: string;
  /** Milliseconds since 1970. Any number is valid, and the same board should give the same file. */
  readonly created: number;
}

/** The pictures of elements. Without those that cannot be had now, and those for which the file would be too large to be opened again. */
export async function scenePictures(
  elements: readonly NewElement[],
  read: (hash: string) => Promise<FilePicture | undefined>,
): Promise<SceneFiles> {
  const files = new Map<string, SceneFile>();
  let bytes = 0;
  for (const hash of new Set(elements.map(({ facts }) => facts?.hash ?? ''))) {
    const picture = hash === '' ? undefined : await read(hash);
    if (!picture || bytes + picture.bytes.length > FILE_LIMITS.pictureBytes) continue;
    bytes += picture.bytes.length;
    const dataURL = `data:${picture.type};base64,${base64Of(picture.bytes)}`;
    files.set(hash, { mimeType: picture.type, id: hash, dataURL, created: 1 });
  }
  return files;
}
