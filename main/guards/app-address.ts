/** The address of the desktop app's own pages. A scheme of its own keeps `file:` out of the renderer. */
export const APP_SCHEME = 'app';
const APP_HOST = 'inkroom';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/** True for an address of the app. The URL parser decides: `app://inkroom.evil/` and `app://inkroom@evil/` are not. */
export function isAppUrl(raw: unknown): boolean {
  const url = parseUrl(raw);
  return (
    url !== undefined && url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === '' && url.password === ''
  );
}

export function parseUrl(raw: unknown): URL | undefined {
  return typeof raw === 'string' ? (URL.parse(raw) ?? undefined) : undefined;
}
