import { join, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isAppUrl } from '../../../main/guards/app-address.ts';
import { resolveAppPath } from '../../../main/guards/app-path.ts';
import { CONTENT_POLICY } from '../../../main/guards/content-policy.ts';
import { planExternal } from '../../../main/guards/external-link.ts';
import { planNavigation, planPermission } from '../../../main/guards/guard-plan.ts';

const ROOT = join('/', 'srv', 'web');
const LOOKALIKES = [
  'app://inkroom.evil/',
  'app://inkroom@evil/',
  'app://evil/inkroom',
  'app:inkroom',
  'xapp://inkroom/',
  'https://inkroom/',
  'http://127.0.0.1/',
  'file:///index.html',
  'data:text/html,app://inkroom/',
  'javascript:app://inkroom/',
  'not a url',
  '',
];
const NOT_TEXT: readonly unknown[] = [undefined, null, 7, {}, ['app://inkroom/'], new URL('app://inkroom/')];

describe('which addresses are ours', () => {
  test('only the app scheme with our host, as the parser reads it', () => {
    expect(isAppUrl('app://inkroom/')).toBe(true);
    expect(isAppUrl('app://inkroom/assets/a.js?x#y')).toBe(true);
    for (const raw of [...LOOKALIKES, ...NOT_TEXT]) expect(isAppUrl(raw), String(raw)).toBe(false);
  });
});

describe('the app protocol', () => {
  test.each([
    ['app://inkroom/', 'index.html', 'text/html; charset=utf-8'],
    ['app://inkroom/index.html?a=1#/r/x', 'index.html', 'text/html; charset=utf-8'],
    ['app://inkroom/assets/main-AB_c.js', 'assets/main-AB_c.js', 'text/javascript; charset=utf-8'],
    ['app://inkroom/assets/in%20ter.WOFF2', 'assets/in ter.WOFF2', 'font/woff2'],
  ])('%s is a file of the web client', (url, path, type) => {
    expect(resolveAppPath(ROOT, 'GET', url)).toEqual({ kind: 'file', path: join(ROOT, path), type });
  });

  test.each([
    'app://inkroom/../secret.html',
    'app://inkroom/%2e%2e/secret.html',
    'app://inkroom/..%2fsecret.html',
    'app://inkroom/assets/..%2f..%2f..%2fetc%2fpasswd.html',
    'app://inkroom/..%5csecret.html',
    'app://inkroom/C:/secret.html',
    'app://inkroom/a%00.html',
    'app://inkroom/%',
    'app://inkroom//etc/passwd',
  ])('%s does not leave the folder', (url) => {
    const found = resolveAppPath(ROOT, 'GET', url);
    if (found.kind === 'file') expect(found.path.startsWith(ROOT + sep)).toBe(true);
    else expect([400, 403, 404]).toContain(found.status);
  });

  test('the folder itself, kinds of files we do not make and methods that change things are refused', () => {
    expect(resolveAppPath(ROOT, 'GET', 'app://inkroom/.')).toMatchObject({ path: join(ROOT, 'index.html') });
    expect(resolveAppPath(ROOT, 'GET', 'app://inkroom/%2e/.env')).toEqual({ kind: 'refused', status: 404 });
    expect(resolveAppPath(ROOT, 'GET', 'app://inkroom/key.pem')).toEqual({ kind: 'refused', status: 404 });
    expect(resolveAppPath(ROOT, 'POST', 'app://inkroom/')).toEqual({ kind: 'refused', status: 405 });
    expect(resolveAppPath(ROOT, 'GET', 'app://evil/index.html')).toEqual({ kind: 'refused', status: 403 });
  });

  test('the policy starts from nothing and allows no foreign or inline script', () => {
    const rules = new Map(
      CONTENT_POLICY.split('; ').map((rule) => [rule.slice(0, rule.indexOf(' ')), rule.slice(rule.indexOf(' ') + 1)]),
    );
    expect(rules.get('default-src')).toBe("'none'");
    expect(rules.get('script-src')).toBe("'self'");
    expect(rules.get('style-src')).toBe("'self'");
    expect(rules.get('frame-ancestors')).toBe("'none'");
    expect(CONTENT_POLICY).not.toMatch(/unsafe/);
  });
});

describe('where the page may go', () => {
  test('to itself, for a reload, and nowhere else', () => {
    expect(planNavigation('app://inkroom/')).toBe('allow');
    expect(planNavigation('app://inkroom/index.html#/r/x')).toBe('allow');
    expect(planNavigation('app://inkroom/assets/main.js')).toBe('refuse');
    for (const raw of [...LOOKALIKES, ...NOT_TEXT]) expect(planNavigation(raw), String(raw)).toBe('refuse');
  });

  test('it gets the permissions that a whiteboard needs, no others, and only our page gets them', () => {
    for (const permission of ['clipboard-sanitized-write', 'fullscreen', 'local-network-access', 'loopback-network']) {
      expect(planPermission(permission, 'app://inkroom/index.html')).toBe('allow');
      expect(planPermission(permission, 'https://example.org/')).toBe('refuse');
    }
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'usb',
      'openExternal',
      'unknown',
      'constructor',
    ]) {
      expect(planPermission(permission, 'app://inkroom/index.html'), permission).toBe('refuse');
    }
  });
});

describe('what may be opened outside', () => {
  test('links to the web and to a mailbox, in the form that the parser reads', () => {
    expect(planExternal('https://example.org/a b')).toEqual({ kind: 'open', url: 'https://example.org/a%20b' });
    expect(planExternal('HTTP://EXAMPLE.org')).toEqual({ kind: 'open', url: 'http://example.org/' });
    expect(planExternal('mailto:a@example.org')).toEqual({ kind: 'open', url: 'mailto:a@example.org' });
  });

  test.each([
    'file:///etc/passwd',
    'smb://host/share',
    'javascript:alert(1)',
    'data:text/html,x',
    'inkroom://host/r/x',
    'ms-msdt:/id',
    'vbscript:x',
    'https://user:secret@example.org/',
    `https://example.org/${'x'.repeat(3_000)}`,
    'https//example.org',
    '',
  ])('%s is refused', (raw) => {
    expect(planExternal(raw)).toEqual({ kind: 'refuse' });
  });

  test('what is no text is refused', () => {
    for (const raw of NOT_TEXT) expect(planExternal(raw)).toEqual({ kind: 'refuse' });
  });
});
