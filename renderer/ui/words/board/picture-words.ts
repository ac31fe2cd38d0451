export const PICTURE_WORDS = {
  unreadable: (name: string): string => `${name} is not a picture that Inkroom can show.`,
  large: (name: string): string => `${name} is too large: a picture may have at most 10 MiB.`,
  refused: 'A picture could not be sent: there is no space for more pictures. Others see a grey box in its place.',
} as const;
