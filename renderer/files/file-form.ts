import type { FOREIGN_ENDINGS } from '../../core/contract/file-endings.ts';

/** The forms of other apps' files. */
export type FileForm = 'excalidraw' | 'excalidrawLibrary' | 'excalidrawPng' | 'obsidian' | 'tldraw' | 'json' | 'svg';

/** The longer ending of two that fit comes first. */
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

/** Undefined for a name that is none of them. */
export function formOf(name: string): FileForm | undefined {
  const lower = name.toLowerCase();
  return Object.entries(FORMS).find(([ending]) => lower.endsWith(ending))?.[1];
}
