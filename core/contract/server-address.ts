/**
 * The address of a hub: `http://host[:port]` or `https://host[:port]`, then the path under which a proxy serves the hub, if there is one.
 * No slash at the end.
 */
const SCHEME = 'https?:\\/\\/';
export const HOST_PATTERN = '(?:[A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\])(?::\\d{1,5})?';
/** No segment begins with a dot, so that an address has no other spelling. */
export const PATH_PATTERN = '(?:\\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*';
export const SERVER_PATTERN = `${SCHEME}${HOST_PATTERN}${PATH_PATTERN}`;
const SERVER = new RegExp(`^${SERVER_PATTERN}$`);
const MOST_CHARS = 300;

export function isServerAddress(raw: unknown): raw is string {
  return typeof raw === 'string' && raw.length <= MOST_CHARS && SERVER.test(raw);
}

/** The address of the hub that served the page at this location: the folder of the page. */
export function serverOfPage({ origin, pathname }: { readonly origin: string; readonly pathname: string }): string {
  return origin + pathname.slice(0, pathname.lastIndexOf('/'));
}
