import { LIMITS } from '../../core/contract/limits.ts';
import {
  EXPORT_TYPES,
  type ExportType,
  type FileToken,
  type MenuItem,
  type MenuSection,
  type ShellApi,
  type VaultPartChanges,
  type VaultToken,
} from '../../core/contract/shell-contract.ts';

/** The arguments of a method, read from what came over the wall; `undefined` when they are not what the contract says. */
export type ShellParsers = {
  readonly [Method in keyof ShellApi]: (args: readonly unknown[]) => Parameters<ShellApi[Method]> | undefined;
};

/** Bounds of what a page may ask for, so that a fault there does not become one of the whole desktop. */
const MAX_TEXT_CHARS = 100_000;
const MAX_TITLE_CHARS = 200;
const MAX_QUESTION_CHARS = 1_000;
const MAX_NAME_CHARS = 300;
const MAX_MENU_ITEMS = 200;
/** As many as an outbox may hold batches, and what goes with them. */
const MAX_VAULT_PARTS = 2 * LIMITS.elementsPerBoard;

export const SHELL_PARSERS: ShellParsers = {
  capabilities: none,
  startLink: none,
  openBoardFile: none,
  saveBoardFile([token, name, bytes, ...rest]) {
    if ((token !== null && !isText(token, MAX_NAME_CHARS)) || !isText(name, MAX_NAME_CHARS) || !isBytes(bytes) || rest.length > 0)
      return undefined;
    return [token as FileToken | null, name, bytes];
  },
  exportPicture([name, mime, bytes, ...rest]) {
    if (!isText(name, MAX_NAME_CHARS) || !isExportType(mime) || !isBytes(bytes) || rest.length > 0) return undefined;
    return [name, mime, bytes];
  },
  copyText: (args) => oneText(args, MAX_TEXT_CHARS),
  openExternal: (args) => oneText(args, MAX_TEXT_CHARS),
  setMenu([raw, ...rest]) {
    const sections = rest.length === 0 ? menuSections(raw) : undefined;
    return sections && [sections];
  },
  setTitle: (args) => oneText(args, MAX_TITLE_CHARS),
  setCloseQuestion([raw, ...rest]) {
    if (rest.length > 0) return undefined;
    if (raw === null) return [null];
    if (!isRecord(raw) || !isText(raw.message, MAX_TITLE_CHARS) || !isText(raw.detail, MAX_QUESTION_CHARS)) return undefined;
    return [{ message: raw.message, detail: raw.detail }];
  },
  closeWindow: none,
  claimVault([server, room, ...rest]) {
    return isText(server, MAX_NAME_CHARS) && isText(room, MAX_NAME_CHARS) && rest.length === 0 ? [server, room] : undefined;
  },
  writeVault([token, changes, ...rest]) {
    if (!isText(token, MAX_NAME_CHARS) || !isVaultChanges(changes) || rest.length > 0) return undefined;
    return [token as VaultToken, changes];
  },
  releaseVault([token, ...rest]) {
    return isText(token, MAX_NAME_CHARS) && rest.length === 0 ? [token as VaultToken] : undefined;
  },
};

const PART_NAME = /^[a-z][A-Za-z0-9_.-]{0,63}$/;

function isVaultChanges(raw: unknown): raw is VaultPartChanges {
  if (!Array.isArray(raw) || raw.length > MAX_VAULT_PARTS) return false;
  let bytes = 0;
  return raw.every((change: unknown) => {
    if (!Array.isArray(change) || change.length !== 2) return false;
    const [name, part] = change as readonly unknown[];
    if (typeof name !== 'string' || !PART_NAME.test(name) || (part !== null && !isBytes(part))) return false;
    bytes += part?.length ?? 0;
    return bytes <= LIMITS.snapshotBytes;
  });
}

function none(args: readonly unknown[]): [] | undefined {
  return args.length === 0 ? [] : undefined;
}

function oneText([text, ...rest]: readonly unknown[], maxChars: number): [string] | undefined {
  return isText(text, maxChars) && rest.length === 0 ? [text] : undefined;
}

function isText(raw: unknown, maxChars: number): raw is string {
  return typeof raw === 'string' && raw.length <= maxChars;
}

function isExportType(raw: unknown): raw is ExportType {
  return EXPORT_TYPES.some((type) => type === raw);
}

function isBytes(raw: unknown): raw is Uint8Array {
  return raw instanceof Uint8Array;
}

const TITLES: readonly unknown[] = ['File', 'Edit', 'View', 'Tools', 'Room', 'Help'] satisfies readonly MenuSection['title'][];
const COMMAND = /^[A-Za-z][A-Za-z0-9._-]{0,63}$/;
/** Modifiers and one key: anything else makes Electron throw while it builds the menu. */
const ACCELERATOR =
  /^((CmdOrCtrl|CommandOrControl|Cmd|Command|Ctrl|Control|Alt|Option|Shift|Super|Meta)\+){0,4}([!-~]|[A-Za-z0-9]{2,12})$/;

function menuSections(raw: unknown): MenuSection[] | undefined {
  if (!Array.isArray(raw) || raw.length > TITLES.length) return undefined;
  const sections: MenuSection[] = [];
  let items = 0;
  for (const section of raw as unknown[]) {
    if (!isRecord(section) || !TITLES.includes(section.title) || !Array.isArray(section.groups)) return undefined;
    const groups: MenuItem[][] = [];
    for (const rawGroup of section.groups as unknown[]) {
      if (!Array.isArray(rawGroup)) return undefined;
      items += rawGroup.length + 1;
      if (items > MAX_MENU_ITEMS) return undefined;
      const group = rawGroup.map(menuItem);
      if (!group.every((item) => item !== undefined)) return undefined;
      groups.push(group);
    }
    sections.push({ title: section.title as MenuSection['title'], groups });
  }
  return sections;
}

function menuItem(raw: unknown): MenuItem | undefined {
  if (!isRecord(raw)) return undefined;
  const { command, label, enabled, accelerator, checked } = raw;
  if (typeof command !== 'string' || !COMMAND.test(command) || !isText(label, MAX_TITLE_CHARS) || typeof enabled !== 'boolean')
    return undefined;
  if (accelerator !== undefined && !(typeof accelerator === 'string' && ACCELERATOR.test(accelerator))) return undefined;
  if (checked !== undefined && typeof checked !== 'boolean') return undefined;
  return {
    command,
    label,
    enabled,
    ...(accelerator === undefined ? {} : { accelerator }),
    ...(checked === undefined ? {} : { checked }),
  };
}

function isRecord(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === 'object' && raw !== null;
}
