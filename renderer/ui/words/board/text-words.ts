/** Words about texts and notes. Lists are in the order of their options. */
export const TEXT_WORDS = {
  field: 'Text on the board',
  font: 'Font',
  fonts: ['Inter', 'Handwriting', 'Monospace'],
  size: 'Size',
  sizes: ['Small text', 'Medium text', 'Large text', 'Extra large text'],
  sizeSigns: ['S', 'M', 'L', 'XL'],
  align: 'Alignment',
  aligns: ['Align to the start', 'Align to the middle', 'Align to the end'],
} as const;
