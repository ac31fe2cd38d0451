/** Bounds of reading a foreign file, each with its unit and its reason. A file's author is not trusted. */
export const FILE_LIMITS = {
  /** Bytes of a file, and of its unpacked content. A scene of 20,000 strokes has some 30 MB. */
  bytes: 64 * 1024 * 1024,
  /** Elements of one file. Even with a text each they fit on a board. */
  elements: 40_000,
  /** Points of all strokes together: some 20 MB of a board's 64 MB. */
  points: 5_000_000,
  /** UTF-16 units of one text. */
  textUnits: 100_000,
  /** UTF-16 units of all texts together: some 500 pages. A board lays all of them out. */
  allTextUnits: 2_000_000,
  /** Nesting of groups, nodes and references. */
  deep: 32,
  /** Pages that become frames. */
  pages: 200,
  /** Pictures of one file. Each is decoded and packed anew. */
  pictures: 300,
  /** Bytes of the pictures in a file that is written. In base64 they leave room within `bytes`, so that it can be opened again. */
  pictureBytes: 44 * 1024 * 1024,
  /** Nodes of an SVG picture. */
  nodes: 200_000,
} as const;
