/** A generated id is meaningless to a person. Longer names than this count as generated (128 bits are 22 characters). */
const CHOSEN_NAME_CHARS = 20;

export const ROOM = {
  unnamed: (start: string): string => `Room ${start}`,
  /** A file's name without a title. */
  file: 'board',
} as const;

/** The title of the room: the person's own label, else the chosen name, else a short form of the generated id. */
export function roomTitle(room: string, label?: string): string {
  if (label !== undefined && label !== '') return label;
  return room.length <= CHOSEN_NAME_CHARS ? room : ROOM.unnamed(room.slice(0, 4));
}

/** A server's address as people read it. */
export function serverTitle(server: string): string {
  return server.replace(/^https?:\/\//, '');
}

/** Title of the window or tab. It contains the instance's name when the operator chose one, to tell several apart. */
export function windowTitle(title: string, instance?: string): string {
  return instance === undefined ? `${title} — Inkroom` : `${title} · ${instance} — Inkroom`;
}

/** A file name that every system accepts, from the room's title. */
export function fileNameFor(title: string, extension: 'inkroom' | 'png' | 'svg' | 'pdf' | 'excalidraw'): string {
  const safe = title.replace(/[^\p{L}\p{N} ()._-]+/gu, '-').replace(/^[\s.-]+|[\s.-]+$/g, '');
  return `${safe === '' ? ROOM.file : safe}.${extension}`;
}
