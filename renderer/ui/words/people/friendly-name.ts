import type { Random } from '../../../../core/base/host.ts';

// biome-ignore format: a word list reads best filled
export const ADJECTIVES = [
  'Amber', 'Bold', 'Bright', 'Calm', 'Clever', 'Coral', 'Curious', 'Gentle', 'Happy', 'Honest', 'Keen', 'Kind', 'Lively', 'Lucky', 'Mellow', 'Merry',
  'Nimble', 'Patient', 'Plucky', 'Quick', 'Quiet', 'Silver', 'Sunny', 'Swift', 'Tidy', 'Velvet', 'Warm', 'Witty',
] as const;
// biome-ignore format: a word list reads best filled
export const ANIMALS = [
  'Badger', 'Beaver', 'Crane', 'Dolphin', 'Falcon', 'Finch', 'Fox', 'Gecko', 'Heron', 'Ibis', 'Koala', 'Lemur', 'Lynx', 'Magpie', 'Marten', 'Newt',
  'Otter', 'Owl', 'Panda', 'Puffin', 'Raven', 'Robin', 'Seal', 'Sparrow', 'Stork', 'Swan', 'Tapir', 'Wren',
] as const;

/** A name for a person who has not chosen one: friendly, easy to say in a call, one of 784. */
export function friendlyName(random: Random): string {
  return `${pick(ADJECTIVES, random)} ${pick(ANIMALS, random)}`;
}

/** Whether a name is one of these, so that the person may not have chosen it. */
export function isFriendlyName(name: string): boolean {
  const [adjective, animal, ...rest] = name.split(' ');
  const isOf = (words: readonly string[], word: string | undefined): boolean => word !== undefined && words.includes(word);
  return rest.length === 0 && isOf(ADJECTIVES, adjective) && isOf(ANIMALS, animal);
}

function pick(words: readonly string[], random: Random): string {
  return words[Math.min(words.length - 1, Math.floor(random.next() * words.length))] ?? '';
}
