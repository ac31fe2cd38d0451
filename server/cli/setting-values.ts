import { isIP } from 'node:net';
import { LINK_LIFE_MS } from '../../core/contract/access/grants.ts';
import { isServerAddress } from '../../core/contract/server-address.ts';

/** Address of a hub on this machine, for commands that are given none. */
export const DEFAULT_SERVER = 'http://127.0.0.1:7420';

/** Parsers of settings: each returns the value, or undefined for an invalid text. */

export function asFolder(text: string): string | undefined {
  return text.trim() !== '' && !text.includes('\0') ? text : undefined;
}

export const asFile = asFolder;

export function wholeNumber(min: number, max: number): (text: string) => number | undefined {
  return (text) => (/^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined);
}

export function oneOf<T extends string>(choices: readonly T[]): (text: string) => T | undefined {
  return (text) => choices.find((choice) => choice === text);
}

export function asSwitch(text: string): boolean | undefined {
  if (text === '1' || text === 'true') return true;
  return text === '0' || text === 'false' ? false : undefined;
}

/** IPv6 addresses may stand in brackets. */
export function asHost(text: string): string | undefined {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  if (isIP(bare) !== 0) return bare;
  return /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(bare)
    ? bare
    : undefined;
}

export function asHosts(text: string): string[] | undefined {
  const hosts = text.split(',').map((one) => asHost(one.trim()));
  return hosts.every((one) => one !== undefined) ? hosts : undefined;
}

export function asServerUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.search || url.hash || url.username || url.password) return undefined;
  const address = url.origin + url.pathname.replace(/\/$/, '');
  return isServerAddress(address) ? address : undefined;
}

export function asOrigins(text: string): string[] | undefined {
  const origins = text.split(',').map((one) => one.trim());
  return origins.every((one) => /^[a-z][a-z0-9+.-]*:\/\/([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])(:\d{1,5})?$/.test(one))
    ? origins
    : undefined;
}

export function asName(text: string): string | undefined {
  return /^[^\p{Cc}]{1,64}$/u.test(text.trim()) ? text.trim() : undefined;
}

/** A name that is part of names in Redis. */
export function asPrefix(text: string): string | undefined {
  return /^[A-Za-z0-9._-]{1,64}$/.test(text) ? text : undefined;
}

/** A container's name, with space for `-pictures`. */
export function asContainer(text: string): string | undefined {
  return /^(?=.{3,54}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(text) ? text : undefined;
}

/** At least 16 characters that a header can carry, so that it cannot be guessed. */
export function asToken(text: string): string | undefined {
  return /^[\x21-\x7e]{16,200}$/.test(text) ? text : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 24 * 3_600_000 };

/** A time such as `8h`, milliseconds: from a minute to a leap year. */
export function asSpanMs(text: string): number | undefined {
  const parts = /^(\d{1,6})([mhd])$/.exec(text);
  const ms = Number(parts?.[1]) * (UNIT_MS[parts?.[2] ?? ''] ?? Number.NaN);
  return ms >= LINK_LIFE_MS.shortest && ms <= LINK_LIFE_MS.longest ? ms : undefined;
}

/** The error message for a text that `asSpanMs` refuses. */
export function noSpan(flag: string, text: string): string {
  return `--${flag} cannot be ${JSON.stringify(text.slice(0, 100))}. It takes a time such as 30m, 8h or 7d, from 1m to 366d.`;
}
