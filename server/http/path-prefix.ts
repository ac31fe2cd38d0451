import type { IncomingMessage } from 'node:http';

/** The path of the public address, such as `/draw`; empty for an address without a path. */
export function prefixOf(publicUrl: string | undefined): string {
  return publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/$/, '');
}

/**
 * Takes the prefix off the request's URL, for a proxy that passes it on; a proxy that takes it off itself changes nothing here. Gives
 * false when the request asks for the prefix without a slash: relative addresses in the page would then lead past the hub.
 */
export function takePrefixOff(request: Pick<IncomingMessage, 'url'>, prefix: string): boolean {
  const { url = '' } = request;
  if (prefix === '' || !url.startsWith(prefix)) return true;
  const rest = url.slice(prefix.length);
  if (rest === '' || rest.startsWith('?')) return false;
  if (rest.startsWith('/')) request.url = rest;
  return true;
}
