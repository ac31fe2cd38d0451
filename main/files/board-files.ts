import { constants, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { BOARD_ENDING, chosenEndings } from '../../core/contract/file-endings.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import type { ExportType, FileToken, OpenedFile } from '../../core/contract/shell-contract.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { planSavePath, safeFileName } from './file-name.ts';
import type { FileTokens } from './file-tokens.ts';

/** The two file dialogs. Electron's dialogs implement them. */
export interface FileDialogs {
  /** A file to open, or `undefined` when the person cancels. */
  openFile(kind: OpenedKind): Promise<string | undefined>;
  /** A file to write, or `undefined` when the person cancels. */
  saveFile(kind: FileKind, suggestedPath: string): Promise<string | undefined>;
}

export interface FileKind {
  /** Shown in the dialog. */
  readonly name: string;
  /** With its dot. */
  readonly ending: string;
}

/** The choice in the open dialog. */
export interface OpenedKind {
  readonly name: string;
  readonly endings: readonly string[];
}

export const BOARD_FILE: FileKind = { name: 'Inkroom board', ending: BOARD_ENDING };
const OPENED_FILES: OpenedKind = { name: 'Boards and drawings', endings: chosenEndings() };
const EXPORTS: Readonly<Record<ExportType, FileKind>> = {
  'image/png': { name: 'PNG picture', ending: '.png' },
  'image/svg+xml': { name: 'SVG picture', ending: '.svg' },
  'application/vnd.excalidraw+json': { name: 'Excalidraw drawing', ending: '.excalidraw' },
};

/** How often a save dialog is shown again because the added ending makes the name that of another file. */
const MAX_QUESTIONS = 5;

/** Opening a pipe without a writer would never return. Windows has neither this flag nor such pipes. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Reads a board's file. Throws when it is not a plain file, or larger than a board may be. */
export async function readBoardFile(path: string, tokens: FileTokens): Promise<OpenedFile> {
  const file = await open(path, READ_AT_ONCE);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Error('Not a file.');
    if (stat.size > LIMITS.snapshotBytes) throw new Error('The file is larger than a board may be.');
    // Copied out of Node's pool, because IPC sends the whole buffer behind a view.
    const bytes = new Uint8Array(await file.readFile());
    return { token: tokens.issue(path), name: basename(path), bytes };
  } finally {
    await file.close();
  }
}

export async function openBoardFile(dialogs: FileDialogs, tokens: FileTokens): Promise<OpenedFile | null> {
  const path = await dialogs.openFile(OPENED_FILES);
  return path === undefined ? null : readBoardFile(path, tokens);
}

/** Writes to the token's file, or asks for a place. Throws for an unknown token. */
export async function saveBoardFile(
  dialogs: FileDialogs,
  tokens: FileTokens,
  save: { readonly token: FileToken | null; readonly suggestedName: string; readonly bytes: Uint8Array },
): Promise<{ readonly token: FileToken; readonly name: string } | null> {
  const path = save.token === null ? await askWhereTo(dialogs, BOARD_FILE, save.suggestedName) : tokens.path(save.token);
  if (path === undefined) {
    if (save.token !== null) throw new Error('That file was not opened here.');
    return null;
  }
  await writeFileAtomic(path, save.bytes);
  return { token: tokens.issue(path), name: basename(path) };
}

/** Asks for a place for a picture or drawing and writes it. False when the person cancels. */
export async function exportPicture(
  dialogs: FileDialogs,
  suggestedName: string,
  type: ExportType,
  bytes: Uint8Array,
): Promise<boolean> {
  const path = await askWhereTo(dialogs, EXPORTS[type], suggestedName);
  if (path === undefined) return false;
  await writeFileAtomic(path, bytes);
  return true;
}

async function askWhereTo(dialogs: FileDialogs, kind: FileKind, suggestedName: string): Promise<string | undefined> {
  let suggested = safeFileName(suggestedName, kind.ending);
  for (let question = 0; question < MAX_QUESTIONS; question++) {
    const chosen = await dialogs.saveFile(kind, suggested);
    if (chosen === undefined) return undefined;
    const plan = planSavePath(chosen, kind.ending, existsSync);
    if (plan.kind === 'write') return plan.path;
    suggested = plan.path;
  }
  return undefined;
}
