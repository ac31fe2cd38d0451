/** What a request is for. Undefined: not for this hub. */
export type Route = { readonly to: 'hub' | 'negotiate'; readonly search: string };

/** The hub's path is matched without regard to case, with or without a slash at its end (reference 2.1). */
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
