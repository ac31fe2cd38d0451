import { isAppUrl, parseUrl } from './app-address.ts';

/** The board's page may load itself again and go nowhere else. */
export function planNavigation(rawUrl: unknown): 'allow' | 'refuse' {
  if (!isAppUrl(rawUrl)) return 'refuse';
  const path = parseUrl(rawUrl)?.pathname;
  return path === '/' || path === '/index.html' ? 'allow' : 'refuse';
}

/**
 * Permissions that the board has a use for: copying a link, full screen, and reaching a hub on this machine or in its network, which
 * Chromium asks for by three names in different versions. Everything else (camera, location, devices, notifications) is refused unasked.
 */
const PERMISSIONS = new Set([
  'clipboard-sanitized-write',
  'fullscreen',
  'local-network',
  'local-network-access',
  'loopback-network',
]);

export function planPermission(permission: string, requestingUrl: unknown): 'allow' | 'refuse' {
  return PERMISSIONS.has(permission) && isAppUrl(requestingUrl) ? 'allow' : 'refuse';
}
