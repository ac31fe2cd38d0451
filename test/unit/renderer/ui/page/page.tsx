import { disposable } from '../../../../../core/base/disposable.ts';
import type { RoomId } from '../../../../../core/board/ids.ts';
import type { NetworkHosting, Shell } from '../../../../../core/contract/desktop/shell-contract.ts';
import { browserClock } from '../../../../../renderer/bootstrap/browser-host.ts';
import { storedSettings } from '../../../../../renderer/bootstrap/storage/settings-storage.ts';
import { watchTheme } from '../../../../../renderer/bootstrap/theme.ts';
import { mountUi } from '../../../../../renderer/ui/mount.tsx';
import { watchNetwork } from '../../../../../renderer/ui/watching/network-hosting.ts';
import { watchUpdates } from '../../../../../renderer/ui/watching/updates.ts';
import { fakeEngine } from '../fake-engine.ts';
import { fakeSession } from '../fake-session.ts';

/** The real chrome over a session and an engine that do what a test says. */
const session = fakeSession({ elements: 412, canUndo: true });
const engine = fakeEngine({ hasDrawn: true });
const settings = storedSettings(undefined);
const asked: string[] = [];
/** What the app says about its own hub. */
const staged: { hosting: NetworkHosting | null } = { hosting: null };
const shell: Shell = {
  capabilities: async () => ({ kind: 'browser', platform: 'browser', version: 'test', nativeFiles: false }),
  startLink: async () => location.href,
  isAsked: async () => true,
  openBoardFile: async () => null,
  saveBoardFile: async (_token, name) => {
    asked.push(`save ${name}`);
    return null;
  },
  exportPicture: async () => false,
  copyText: async (text) => void asked.push(`copy ${text}`),
  openExternal: async () => {},
  setLanguage: async () => {},
  setMenu: async () => {},
  setTitle: async () => {},
  setCloseQuestion: async () => {},
  openBoard: async () => 'here',
  closeWindow: async () => void asked.push('close window'),
  claimVault: async () => null,
  writeVault: async () => {},
  releaseVault: async () => {},
  listBoards: async () => [],
  readBoard: async () => null,
  writeBoard: async () => {},
  forgetBoard: async () => {},
  forgetBoards: async () => {},
  hostedHere: async () => undefined,
  keepBoardsHere: async () => {
    throw new Error('no hub');
  },
  hosting: async () => staged.hosting,
  startHosting: async (address) => void asked.push(`start hosting ${address}`),
  stopHosting: async () => void asked.push('stop hosting'),
  hostKey: async () => null,
  advertise: async () => {},
  nearby: async () => [],
  updates: async () => null,
  askForUpdates: async () => void asked.push('ask for updates'),
  restartToUpdate: async () => void asked.push('restart to update'),
  onEvent: () => disposable(() => {}),
};
const network = watchNetwork(shell);
const updates = watchUpdates(shell);
const host = document.getElementById('chrome');
if (!host) throw new Error('the page has no #chrome');
const ui = mountUi({
  host,
  link: { server: 'http://192.168.1.20:4020', room: 'design-review' as RoomId },
  session,
  pictures: {
    add: async () => 'h'.repeat(43),
    hashOf: () => 'h'.repeat(43),
    now: async () => undefined,
    onRefused: () => disposable(() => {}),
  },
  filePictures: async () => ({
    pack: async (bytes) => ({ bytes, lacking: 0 }),
    open: (snapshot) => ({ ok: true, value: { snapshot, pictures: [] } }),
    give: async () => {},
  }),
  engine,
  makeEngine: () => fakeEngine(),
  shell,
  capabilities: await shell.capabilities(),
  platform: 'other',
  clock: browserClock,
  settings,
  theme: watchTheme(window, settings),
  withFonts: async (svg) => svg,
  pdfFonts: async () => [],
  rooms: {
    openNew: () => void asked.push('new room'),
    open: (room) => void asked.push(`open ${room.server} ${room.room}`),
    hostCopy: async (bytes) => void asked.push(`host ${bytes.length} bytes`),
    openOwn: (copy) => void asked.push(`own ${copy.length}`),
  },
  signIn: () => void asked.push('sign in'),
  enter: async (password) => void asked.push(`enter ${password.length}`),
  boards: {
    list: async () => [],
    open: (card) => void asked.push(`board ${card.room}`),
    openCopy: async () => true,
    forget: async () => true,
    clear: async () => true,
  },
  discarded: () => void asked.push('discarded'),
  network,
  updates,
  askAddresses: async () => undefined,
  sendLink: async (link) => void asked.push(`send ${link}`),
});

function hosts(hosting: NetworkHosting | null): void {
  staged.hosting = hosting;
  network.told(hosting);
}

declare global {
  interface Window {
    readonly stage: {
      readonly session: typeof session;
      readonly engine: typeof engine;
      readonly settings: typeof settings;
      readonly asked: string[];
      readonly ui: typeof ui;
      /** The app says this about its own hub from now on. */
      hosts(hosting: NetworkHosting | null): void;
    };
  }
}
Object.assign(window, { stage: { session, engine, settings, asked, ui, hosts } });
