import { app, type Session, session, type WebContents } from 'electron';
import type { MainLog } from '../log.ts';
import { planNavigation, planPermission } from './guard-plan.ts';

/** Hardens every web contents from its creation: no navigation out of the page, no new windows, no webviews. */
export function guardWebContents(log: MainLog): void {
  app.on('web-contents-created', (_event, contents) => guard(contents, log));
}

function guard(contents: WebContents, log: MainLog): void {
  contents.on('will-navigate', (details) => {
    if (planNavigation(details.url) === 'allow') return;
    details.preventDefault();
    log.warn('guard.navigation_refused', { scheme: schemeOf(details.url) });
  });
  // The policy allows no frames; if one exists anyway, it cannot navigate.
  contents.on('will-frame-navigate', (details) => {
    if (details.isMainFrame) return;
    details.preventDefault();
    log.warn('guard.navigation_refused', { scheme: schemeOf(details.url), frame: true });
  });
  contents.on('will-redirect', (details) => {
    if (planNavigation(details.url) === 'allow') return;
    details.preventDefault();
    log.warn('guard.navigation_refused', { scheme: schemeOf(details.url), redirect: true });
  });
  contents.setWindowOpenHandler(({ url }) => {
    log.warn('guard.window_refused', { scheme: schemeOf(url) });
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    log.warn('guard.webview_refused');
  });
}

/** Answers every permission request without asking the person. Call it when Electron is ready. */
export function guardPermissions(log: MainLog, guarded: Session = session.defaultSession): void {
  guarded.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const allowed = planPermission(permission, details.requestingUrl) === 'allow';
    if (!allowed) log.warn('guard.permission_refused', { permission });
    answer(allowed);
  });
  guarded.setPermissionCheckHandler((_contents, permission, origin) => planPermission(permission, origin) === 'allow');
  guarded.setDevicePermissionHandler(() => false);
}

/** Enough to understand a refusal. The whole address may contain a room's name. */
function schemeOf(rawUrl: string): string {
  return /^[a-z][a-z0-9+.-]*(?=:)/i.exec(rawUrl)?.[0] ?? 'none';
}
