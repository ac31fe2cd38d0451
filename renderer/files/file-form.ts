/** The forms of other apps' files, by the ends of their names. */
export type FileForm = 'excalidraw' | 'excalidrawLibrary' | 'excalidrawPng' | 'obsidian' | 'tldraw' | 'json' | 'svg';

const ENDINGS: readonly (readonly [string, FileForm])[] = [
  ['.excalidraw.png', 'excalidrawPng'],
  ['.excalidraw.svg', 'svg'],
  ['.excalidraw.md', 'obsidian'],
  ['.excalidraw.json', 'json'],
  ['.excalidrawlib', 'excalidrawLibrary'],
  ['.excalidraw', 'excalidraw'],
  ['.tldr', 'tldraw'],
  ['.tldr.json', 'json'],
  ['.svg', 'svg'],
];

/** Undefined for a name that is none of them. */
export function formOf(name: string): FileForm | undefined {
  const lower = name.toLowerCase();
  return ENDINGS.find(([ending]) => lower.endsWith(ending))?.[1];
}
