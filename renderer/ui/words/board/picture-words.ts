import { namesOf } from '../file-names.ts';

type Named = readonly { readonly name: string }[];

export const PICTURE_WORDS = {
  unreadable: (files: Named): string =>
    files.length === 1
      ? `${namesOf(files)} is not a picture that Inkroom can show.`
      : `${namesOf(files)} are not pictures that Inkroom can show.`,
  large: (files: Named): string =>
    `${namesOf(files)} ${files.length === 1 ? 'is' : 'are'} too large: a picture may have at most 10 MiB.`,
  refused: 'A picture could not be sent: there is no space for more pictures. Others see a grey box in its place.',
} as const;
