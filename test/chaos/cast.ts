import type { Who } from './crew-messages.ts';

/** Which people share a process. Those who are alone in theirs are put to sleep and killed; the first crew never is. */
export function castCrews(people: number): readonly (readonly Who[])[] {
  const together = Math.ceil(people / 2);
  const crowd = Array.from({ length: together }, (_, who) => who);
  return [crowd, ...Array.from({ length: people - together }, (_, i) => [together + i])];
}
