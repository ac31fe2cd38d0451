import type { KeyCombo } from '../commands/keys.ts';

/** The keys that the person gave to commands, by the command's id. A command that is not in it has its usual keys. */
export type OwnKeys = Readonly<Record<string, readonly KeyCombo[]>>;

/** The part of a command that this needs. */
interface Keyed {
  readonly id: string;
  readonly keys: readonly KeyCombo[];
}

export const NO_OWN_KEYS: OwnKeys = Object.freeze({});

const MAX_COMMANDS = 300;
/** The most keys of one command. */
export const MAX_KEYS = 6;

/** The keys of a command on this device, first the one that buttons and menus show. */
export function keysOf(command: Keyed, own: OwnKeys): readonly KeyCombo[] {
  return isChanged(command.id, own) ? (own[command.id] ?? []) : command.keys;
}

/** The keys that menus and the help sheet show. */
export function shownKeysOf(command: Keyed & { readonly fixedKeys?: readonly KeyCombo[] }, own: OwnKeys): readonly KeyCombo[] {
  return command.fixedKeys ?? keysOf(command, own);
}

export function isChanged(id: string, own: OwnKeys): boolean {
  return Object.hasOwn(own, id);
}

/** Parses stored keys. An unreadable entry is left out, and its command has its usual keys. */
export function parseOwnKeys(raw: unknown): OwnKeys {
  if (typeof raw !== 'object' || raw === null) return NO_OWN_KEYS;
  const read = Object.entries(raw)
    .slice(0, MAX_COMMANDS)
    .flatMap(([id, combos]: [string, unknown]): [string, readonly KeyCombo[]][] => {
      if (!/^[A-Za-z]{1,32}\.[A-Za-z]{1,32}$/.test(id) || !Array.isArray(combos) || combos.length > MAX_KEYS) return [];
      const keys = combos.flatMap(readCombo);
      return keys.length === combos.length ? [[id, keys]] : [];
    });
  return read.length === 0 ? NO_OWN_KEYS : Object.fromEntries(read);
}

/** The known fields only, so that equal keys have equal texts. */
function readCombo(raw: unknown): readonly KeyCombo[] {
  if (typeof raw !== 'object' || raw === null) return [];
  const { mod, shift, alt, unlisted, letter, code, sign, named, shown } = raw as Record<string, unknown>;
  const held = {
    ...(mod === true ? { mod: true as const } : {}),
    ...(shift === true ? { shift: true as const } : {}),
    ...(alt === true ? { alt: true as const } : {}),
    ...(unlisted === true ? { unlisted: true as const } : {}),
  };
  if (typeof letter === 'string') return /^[a-z]$/.test(letter) ? [{ ...held, letter }] : [];
  if (typeof sign === 'string') return isShort(sign, 2) ? [{ ...held, sign }] : [];
  if (typeof code === 'string') return isWord(code) && isShort(shown, 12) ? [{ ...held, code, shown }] : [];
  if (typeof named !== 'string' || !isWord(named)) return [];
  return [isShort(shown, 12) ? { ...held, named, shown } : { ...held, named }];
}

function isWord(text: string): boolean {
  return /^[A-Za-z0-9]{1,24}$/.test(text);
}

function isShort(text: unknown, chars: number): text is string {
  return typeof text === 'string' && text.length > 0 && text.length <= chars;
}
