import { shortName } from '../file-names.ts';

export const PICTURE_WORDS = {
  unreadable: (name: string): string => `${shortName(name)} is not a picture that Inkroom can show.`,
  large: (name: string): string => `${shortName(name)} is too large: a picture may have at most 10 MiB.`,
  refused: 'A picture could not be sent: there is no space for more pictures. Others see a grey box in its place.',
} as const;
