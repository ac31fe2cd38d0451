/** Words for finding text, frames and presenting. */
export const FINDING_WORDS = {
  find: 'Find text on the board',
  field: 'Find text',
  next: 'Next',
  previous: 'Previous',
  close: 'Close',
  none: 'Nothing found',
  count: (at: number, of: number) => `${at} of ${of}`,
  frames: 'Frames',
  noFrames: 'There is no frame yet. Press F and draw one: each frame is a slide.',
  rename: 'Double-click a title on the board to rename it.',
  untitled: (at: number) => `Frame ${at}`,
  present: 'Present',
  presenting: 'Presentation',
  slide: (at: number, of: number, title: string) => `Slide ${at} of ${of}${title === '' ? '' : `: ${title}`}`,
  end: 'End the presentation',
  minimap: 'Map of the board',
} as const;
