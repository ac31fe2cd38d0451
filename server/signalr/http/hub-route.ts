/** The purpose of a request. Undefined: it is not for this hub. */
export type Route = { readonly to: 'hub' | 'negotiate'; readonly search: string };

/** Matches the hub's path case-insensitively, with or without a trailing slash (reference 2.1). */
export function routeOf(url: string, hubPath: string): Route | undefined {
  const mark = url.indexOf('?');
  const path = (mark < 0 ? url : url.slice(0, mark)).toLowerCase();
  const search = mark < 0 ? '' : url.slice(mark + 1);
  const hub = hubPath.toLowerCase().replace(/\/$/, '');
  if (!path.startsWith(hub)) return undefined;
  const rest = path.slice(hub.length);
  if (rest === '' || rest === '/') return { to: 'hub', search };
  if (rest === '/negotiate' || rest === '/negotiate/') return { to: 'negotiate', search };
  return undefined;
}
