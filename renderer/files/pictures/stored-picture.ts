import { pictureFacts, type StoredPicture } from '../../../core/board/picture-facts.ts';
import type { NewElement } from '../new-element.ts';

/** The element once its picture is stored: then it can be on a board. */
export function withPicture(element: NewElement, stored: StoredPicture): NewElement {
  const { picture: _, crop: __, ...rest } = element;
  return { ...rest, facts: pictureFacts(stored) };
}
