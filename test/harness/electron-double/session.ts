import { app } from './app.ts';
import { answerTo } from './launcher-channel.ts';
import { windowById } from './windows.ts';

/** Doubles of `protocol` and `session`: the launcher asks main's handlers about every page request and permission. */
type Handle = (request: Request) => Response | Promise<Response>;
const handles = new Map<string, Handle>();
const privileged = new Set<string>();

export const protocol = {
  registerSchemesAsPrivileged(
    schemes: readonly { readonly scheme: string; readonly privileges?: { readonly standard?: boolean } }[],
  ): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges } of schemes) if (privileges?.standard) privileged.add(scheme);
  },
  handle(scheme: string, handle: Handle): void {
    if (!app.isReady()) throw new Error('protocol.handle needs a ready app');
    if (!privileged.has(scheme)) throw new Error(`"${scheme}" is no standard scheme: pages under it would have no origin`);
    handles.set(scheme, handle);
  },
};

answerTo('fetch', async ({ url, method }) => {
  const handle = handles.get(url.slice(0, url.indexOf(':')));
  if (!handle) throw new Error(`Nothing serves ${url}`);
  const response = await handle(new Request(url, { method }));
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  };
});

type RequestHandler = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
  details: { requestingUrl: string },
) => void;
type CheckHandler = (contents: unknown, permission: string, origin: string) => boolean;
// Like Electron: without handlers everything is granted.
let onRequest: RequestHandler = (_contents, _permission, answer) => answer(true);
let onCheck: CheckHandler = () => true;

export const session = {
  defaultSession: {
    setPermissionRequestHandler(handler: RequestHandler): void {
      onRequest = handler;
    },
    setPermissionCheckHandler(handler: CheckHandler): void {
      onCheck = handler;
    },
    setDevicePermissionHandler(_handler: unknown): void {},
  },
};

answerTo('permission', async ({ window, permission }) => {
  const contents = windowById(window).webContents;
  const requestingUrl = contents.getURL();
  if (!onCheck(contents, permission, requestingUrl)) return false;
  return await new Promise<boolean>((resolve) => onRequest(contents, permission, resolve, { requestingUrl }));
});
