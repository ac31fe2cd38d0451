/** The groups and options of the style panel, in their order. */
export const STYLE_WORDS = {
  panel: 'Style',
  fold: 'Hide the styles',
  unfold: 'Show the styles',
  color: 'Colour',
  /** In the order of the palette. */
  inks: ['Black', 'Red', 'Green', 'Blue', 'Orange', 'Violet', 'Grey', 'White'],
  /** The same for highlighters and the paper of notes, whose fifth shade is no orange. */
  brights: ['Black', 'Red', 'Green', 'Blue', 'Yellow', 'Violet', 'Grey', 'White'],
  width: 'Width',
  widths: ['Fine', 'Medium', 'Bold', 'Extra bold'],
  dash: 'Line',
  dashes: ['Solid line', 'Dashed line', 'Dotted line'],
  sketch: 'Look of the line',
  sketches: ['Clean', 'Sketchy', 'Very sketchy'],
  fill: 'Fill',
  noFill: 'No fill',
  hatch: 'How it is filled',
  hatches: ['Solid fill', 'Hatched', 'Cross-hatched'],
  ownColor: 'Own colour…',
  ownFill: 'Own fill colour…',
  pickColor: 'Pick a colour from the screen',
  pickFill: 'Pick a fill colour from the screen',
  filled: (color: string) => `${color} fill`,
  opacity: 'Opacity',
  percent: (value: number) => `${value} %`,
  route: 'Way of the line',
  routes: ['Straight', 'Curved', 'Right angles'],
  headFrom: 'Start of the line',
  headTo: 'End of the line',
  heads: ['nothing', 'arrow', 'triangle', 'dot', 'bar'],
  headAt: { headFrom: (head: string) => `Start: ${head}`, headTo: (head: string) => `End: ${head}` },
} as const;

/** The title of a new frame, and the field in which it is changed. */
export const FRAME_WORDS = { titled: (number: number): string => `Frame ${number}`, field: 'Name of the frame' } as const;
