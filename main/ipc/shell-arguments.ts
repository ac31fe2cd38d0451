import * as v from 'valibot';
import { LANGUAGE_CHOICES } from '../../core/base/language.ts';
import { TITLE_CHARS } from '../../core/board/kinds.ts';
import { LARGEST_KEPT_BOARD, parseBoardCard } from '../../core/contract/board-card.ts';
import { parseAdvert } from '../../core/contract/desktop/nearby.ts';
import {
  EXPORT_TYPES,
  type FileToken,
  type ShellApi,
  type VaultPartChanges,
  type VaultToken,
} from '../../core/contract/desktop/shell-contract.ts';
import { LIMITS } from '../../core/contract/limits.ts';

/** Bounds of a page's requests, so that an error there does not affect the whole desktop. */
const MAX_LABEL_CHARS = 200;
/** A board's title, with the names of the instance and of the app. */
const MAX_TITLE_CHARS = 2 * TITLE_CHARS;
const MAX_MENU_SECTIONS = 6;
const MAX_MENU_ITEMS = 200;
const MAX_SUBMENU = 20;
/** As many parts as an outbox may have batches, with their side data. */
const MAX_VAULT_PARTS = 2 * LIMITS.elementsPerBoard;

const chars = (max: number) => v.pipe(v.string(), v.maxLength(max));
const name = chars(300);
const label = chars(MAX_LABEL_CHARS);
const text = chars(100_000);
const bytes = v.instance(Uint8Array);
const vaultToken = v.custom<VaultToken>((raw) => v.is(name, raw));
/** Checks the length before the items. */
const few = <T extends v.GenericSchema>(item: T, max: number) => v.pipe(v.array(v.unknown()), v.maxLength(max), v.array(item));

const menuLeaf = v.object({
  command: v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9._-]{0,63}$/)),
  label,
  enabled: v.boolean(),
  accelerator: v.exactOptional(
    v.pipe(
      v.string(),
      // Modifiers and one key. Electron throws for anything else while it builds the menu.
      v.regex(
        /^((CmdOrCtrl|CommandOrControl|Cmd|Command|Ctrl|Control|Alt|Option|Shift|Super|Meta)\+){0,4}([!-~]|[A-Za-z0-9]{2,12})$/,
      ),
    ),
  ),
  checked: v.exactOptional(v.boolean()),
});

const menuItem = v.object({ ...menuLeaf.entries, items: v.exactOptional(few(menuLeaf, MAX_SUBMENU)) });

const menu = v.pipe(
  few(
    v.object({
      title: v.picklist(['File', 'Edit', 'View', 'Tools', 'Room', 'Help']),
      label,
      groups: few(few(menuItem, MAX_MENU_ITEMS), MAX_MENU_ITEMS),
    }),
    MAX_MENU_SECTIONS,
  ),
  // A group counts too, because a line separates it from the next.
  v.check((sections) => sections.flatMap(({ groups }) => groups.flatMap((group) => [null, ...group])).length <= MAX_MENU_ITEMS),
);

/** Values that a parser of the contract reads. */
const readBy = <T>(parse: (raw: unknown) => T | undefined) =>
  v.pipe(
    v.unknown(),
    v.transform(parse),
    v.custom<T>((read) => read !== undefined),
  );
const boardCard = readBy(parseBoardCard);
const advert = readBy(parseAdvert);
const boardBytes = v.pipe(
  bytes,
  v.check((given) => given.length <= LARGEST_KEPT_BOARD),
);

const boardContent = v.variant('kind', [
  v.object({ kind: v.literal('file'), name, bytes: boardBytes }),
  v.object({ kind: v.literal('copy'), bytes: boardBytes }),
]);

const PART_NAME = /^[a-z][A-Za-z0-9_.-]{0,63}$/;

/** Checked by hand: a vault writes often, and many parts at a time. */
function isVaultChanges(raw: unknown): raw is VaultPartChanges {
  if (!Array.isArray(raw) || raw.length > MAX_VAULT_PARTS) return false;
  let total = 0;
  return raw.every((change: unknown) => {
    if (!Array.isArray(change) || change.length !== 2) return false;
    const [part, content] = change as readonly unknown[];
    if (typeof part !== 'string' || !PART_NAME.test(part)) return false;
    if (content !== null && !(content instanceof Uint8Array)) return false;
    total += content?.length ?? 0;
    return total <= LIMITS.snapshotBytes;
  });
}

/** The contract's argument types of each method. */
const SHELL_ARGUMENTS: { readonly [Method in keyof ShellApi]: v.GenericSchema<unknown, Parameters<ShellApi[Method]>> } = {
  capabilities: v.strictTuple([]),
  startLink: v.strictTuple([]),
  isAsked: v.strictTuple([]),
  openBoardFile: v.strictTuple([]),
  saveBoardFile: v.strictTuple([v.nullable(v.custom<FileToken>((raw) => v.is(name, raw))), name, bytes]),
  exportPicture: v.strictTuple([name, v.picklist(EXPORT_TYPES), bytes]),
  copyText: v.strictTuple([text]),
  openExternal: v.strictTuple([text]),
  setLanguage: v.strictTuple([v.picklist(LANGUAGE_CHOICES)]),
  setMenu: v.strictTuple([menu]),
  setTitle: v.strictTuple([chars(MAX_TITLE_CHARS)]),
  setCloseQuestion: v.strictTuple([v.nullable(v.object({ message: label, detail: chars(1_000) }))]),
  openBoard: v.strictTuple([text, v.nullable(boardContent), v.boolean()]),
  closeWindow: v.strictTuple([]),
  claimVault: v.strictTuple([name, name]),
  writeVault: v.strictTuple([vaultToken, v.custom<VaultPartChanges>(isVaultChanges)]),
  releaseVault: v.strictTuple([vaultToken]),
  listBoards: v.strictTuple([]),
  readBoard: v.strictTuple([name, name]),
  writeBoard: v.strictTuple([boardCard, boardBytes]),
  forgetBoard: v.strictTuple([name, name]),
  forgetBoards: v.strictTuple([]),
  hostedHere: v.strictTuple([v.boolean()]),
  keepBoardsHere: v.strictTuple([v.picklist(['memory', 'disk'])]),
  hosting: v.strictTuple([]),
  startHosting: v.strictTuple([v.nullable(name)]),
  stopHosting: v.strictTuple([]),
  hostKey: v.strictTuple([name]),
  advertise: v.strictTuple([v.nullable(advert)]),
  nearby: v.strictTuple([]),
  updates: v.strictTuple([]),
  askForUpdates: v.strictTuple([]),
  restartToUpdate: v.strictTuple([]),
};

/** The arguments of a method, parsed from an IPC message. Undefined when they do not match the contract. */
export function shellArguments<Method extends keyof ShellApi>(
  method: Method,
  args: readonly unknown[],
): Parameters<ShellApi[Method]> | undefined {
  return parsed<Parameters<ShellApi[Method]>>(SHELL_ARGUMENTS[method], args);
}

function parsed<T>(schema: v.GenericSchema<unknown, T>, raw: unknown): T | undefined {
  const result = v.safeParse(schema, raw, { abortEarly: true });
  return result.success ? result.output : undefined;
}
