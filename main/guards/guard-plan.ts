import { isAppUrl, parseUrl } from './app-address.ts';

/** The board's page may reload itself and navigate nowhere else. */
export function planNavigation(rawUrl: unknown): 'allow' | 'refuse' {
  if (!isAppUrl(rawUrl)) return 'refuse';
  const path = parseUrl(rawUrl)?.pathname;
  return path === '/' || path === '/index.html' ? 'allow' : 'refuse';
}

/**
 * Permissions that the board needs: copying a link, full screen, and reaching a hub on this machine or its network, for which
 * Chromium has three names in different versions. All others (camera, location, devices, notifications) are refused without a
 * question.
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
