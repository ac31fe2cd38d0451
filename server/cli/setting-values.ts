import { isIP } from 'node:net';
import { isServerAddress } from '../../core/contract/server-address.ts';

/** Parsers of settings: each returns the value, or undefined for an invalid text. */

export function asFolder(text: string): string | undefined {
  return text.trim() !== '' && !text.includes('\0') ? text : undefined;
}

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

/** At least 16 characters that a header can carry, so that it cannot be guessed. */
export function asToken(text: string): string | undefined {
  return /^[\x21-\x7e]{16,200}$/.test(text) ? text : undefined;
}
