import type { FOREIGN_ENDINGS } from '../../core/contract/desktop/file-endings.ts';

/** The formats of other apps' files. */
export type FileForm = 'excalidraw' | 'excalidrawLibrary' | 'excalidrawPng' | 'obsidian' | 'tldraw' | 'json' | 'svg';

/** Of two matching endings the longer comes first. */
const FORMS: Readonly<Record<(typeof FOREIGN_ENDINGS)[number], FileForm>> = {
  '.excalidraw.png': 'excalidrawPng',
  '.excalidraw.svg': 'svg',
  '.excalidraw.md': 'obsidian',
  '.excalidraw.json': 'json',
  '.tldr.json': 'json',
  '.excalidrawlib': 'excalidrawLibrary',
  '.excalidraw': 'excalidraw',
  '.tldr': 'tldraw',
  '.svg': 'svg',
};

/** Undefined for another ending. */
export function formOf(name: string): FileForm | undefined {
  const lower = name.toLowerCase();
  return Object.entries(FORMS).find(([ending]) => lower.endsWith(ending))?.[1];
}
