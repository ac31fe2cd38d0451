/** The groups and options of the style panel, in their order. */
export const STYLE_WORDS = {
  panel: 'Style',
  color: 'Colour',
  width: 'Width',
  widths: ['Fine', 'Medium', 'Bold', 'Extra bold'],
  dash: 'Line',
  dashes: ['Solid line', 'Dashed line', 'Dotted line'],
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

/** The title of a new frame. */
export const FRAME_TITLE = 'Frame';
