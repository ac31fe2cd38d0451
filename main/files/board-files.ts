import { constants, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { codeOf } from '../../core/base/reason-of.ts';
import { BOARD_ENDING, chosenEndings } from '../../core/contract/desktop/file-endings.ts';
import type { ExportType, FileToken, FileTrouble, NotOpened, OpenedFile } from '../../core/contract/desktop/shell-contract.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import type { FILE_KINDS } from '../words/main-words.ts';
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
  /** Its name in the dialog. */
  readonly kind: keyof typeof FILE_KINDS;
  /** With its dot. */
  readonly ending: string;
}

/** The choice in the open dialog. */
export interface OpenedKind {
  readonly kind: keyof typeof FILE_KINDS;
  readonly endings: readonly string[];
}

export const BOARD_FILE: FileKind = { kind: 'board', ending: BOARD_ENDING };
const OPENED_FILES: OpenedKind = { kind: 'opened', endings: chosenEndings() };
const EXPORTS: Readonly<Record<ExportType, FileKind>> = {
  'image/png': { kind: 'png', ending: '.png' },
  'image/svg+xml': { kind: 'svg', ending: '.svg' },
  'application/vnd.excalidraw+json': { kind: 'excalidraw', ending: '.excalidraw' },
  'application/pdf': { kind: 'pdf', ending: '.pdf' },
};

/** How often a save dialog is shown again because the added ending makes the name that of another file. */
const MAX_QUESTIONS = 5;

/** Opening a pipe without a writer would never return. Windows has neither this flag nor such pipes. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const FOLDER = 'Not a file but a folder.';
const NO_FILE = 'Not a file.';
const TOO_LARGE = 'The file is larger than a board may be.';

/** What was wrong when `readBoardFile` threw. */
export function troubleOf(error: unknown): FileTrouble {
  if (error instanceof Error && error.message === FOLDER) return 'folder';
  if (error instanceof Error && error.message === TOO_LARGE) return 'tooLarge';
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'missing';
    case 'EISDIR':
      return 'folder';
    case 'EACCES':
    case 'EPERM':
      return 'notAllowed';
    default:
      return 'unreadable';
  }
}

/** Reads a board's file. Throws when it is not a plain file, or larger than a board may be. */
export async function readBoardFile(path: string, tokens: FileTokens): Promise<OpenedFile> {
  const file = await open(path, READ_AT_ONCE);
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw new Error(FOLDER);
    if (!stat.isFile()) throw new Error(NO_FILE);
    if (stat.size > LIMITS.snapshotBytes) throw new Error(TOO_LARGE);
    // Copied out of Node's pool, because IPC sends the whole buffer behind a view.
    const bytes = new Uint8Array(await file.readFile());
    return { token: tokens.issue(path), name: basename(path), bytes };
  } finally {
    await file.close();
  }
}

/** Null when the person cancels, and when the file cannot be read: then `failed` hears why. */
export async function openBoardFile(
  dialogs: FileDialogs,
  tokens: FileTokens,
  failed: (what: NotOpened) => void,
): Promise<OpenedFile | null> {
  const path = await dialogs.openFile(OPENED_FILES);
  if (path === undefined) return null;
  try {
    return await readBoardFile(path, tokens);
  } catch (error) {
    failed({ of: 'file', names: [basename(path)], why: troubleOf(error) });
    return null;
  }
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
