import { Emitter } from '../../core/base/emitter.ts';
import type { Clock } from '../../core/base/host.ts';
import { chosenEndings } from '../../core/contract/desktop/file-endings.ts';
import type {
  FileToken,
  FileTrouble,
  NotOpened,
  OpenedFile,
  Shell,
  ShellEvent,
} from '../../core/contract/desktop/shell-contract.ts';
import { LIMITS } from '../../core/contract/limits.ts';

/** The parts of the page that the browser shell uses. */
export interface BrowserPage {
  readonly document: Document;
  readonly window: Pick<Window, 'open' | 'navigator' | 'location'>;
  readonly clock: Clock;
}

/** A browser that asks for a place may read the bytes only after a while. */
const DOWNLOAD_HELD_MS = 60_000;
declare const INKROOM_VERSION: string | undefined;
/** The build puts it in (`build/vite.web.config.ts`); source that is run as it is has none. */
const BROWSER_VERSION = typeof INKROOM_VERSION === 'string' ? INKROOM_VERSION : 'unbuilt';

/** Stands for "a download": a page cannot write to a file again. */
const DOWNLOADED = 'download' as FileToken;

/**
 * The shell of a browser tab: saving is a download, opening a file input, and there is no native menu. `startLink` is the page's
 * own address, that of its server.
 */
export function browserShell({ document, window, clock }: BrowserPage): Shell {
  const download = (name: string, mime: string, bytes: Uint8Array): void => {
    // A copy, because a view would take the rest of its buffer along.
    const url = URL.createObjectURL(new Blob([bytes.slice()], { type: mime }));
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = name;
    anchor.click();
    clock.after(DOWNLOAD_HELD_MS, () => URL.revokeObjectURL(url));
  };

  const events = new Emitter<ShellEvent>();
  return {
    async capabilities() {
      return { kind: 'browser', platform: 'browser', version: BROWSER_VERSION, nativeFiles: false };
    },
    async startLink() {
      return window.location.href;
    },
    async isAsked() {
      return window.location.hash.length > 1;
    },
    openBoardFile: () => chooseFile(document, (what) => events.emit({ kind: 'notOpened', what })),
    async saveBoardFile(_token, suggestedName, bytes) {
      download(suggestedName, 'application/octet-stream', bytes);
      return { token: DOWNLOADED, name: suggestedName };
    },
    async exportPicture(suggestedName, mime, bytes) {
      download(suggestedName, mime, bytes);
      return true;
    },
    async copyText(text) {
      // Without HTTPS (a server on the local network) there is no clipboard API. The older function still works there.
      if (window.navigator.clipboard !== undefined) await window.navigator.clipboard.writeText(text);
      else copyBySelection(document, text);
    },
    async openExternal(url) {
      const { protocol } = new URL(url);
      if (!['http:', 'https:', 'mailto:'].includes(protocol)) throw new Error('only web and mail links can be opened');
      window.open(url, '_blank', 'noopener,noreferrer');
    },
    async setLanguage() {},
    async setMenu() {},
    async setTitle() {},
    // A tab keeps its vaults in its own storage.
    async claimVault() {
      return null;
    },
    async writeVault() {
      throw new Error('a tab has no vault files');
    },
    async releaseVault() {},
    // A tab has no files of boards, but a database (`board-database.ts`).
    async listBoards() {
      return [];
    },
    async readBoard() {
      return null;
    },
    async writeBoard() {
      throw new Error('a tab has no board files');
    },
    async forgetBoard() {},
    async forgetBoards() {},
    async hostedHere() {
      return undefined;
    },
    async keepBoardsHere() {
      throw new Error('a tab has no hub');
    },
    async setCloseQuestion() {},
    // A tab goes to the other board itself.
    async openBoard() {
      return 'here';
    },
    async closeWindow() {},
    // A page runs no hub.
    updates: async () => null,
    async askForUpdates() {},
    async restartToUpdate() {},
    hosting: async () => null,
    async startHosting() {
      throw new Error('a tab has no hub');
    },
    async stopHosting() {},
    hostKey: async () => null,
    async advertise() {},
    // Nor hears of others.
    nearby: async () => [],
    onEvent: (listener) => events.on(listener),
  };
}

/** Null when the person closes the dialog without a file, and when the file cannot be opened: then `failed` hears why. */
function chooseFile(document: Document, failed: (what: NotOpened) => void): Promise<OpenedFile | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = chosenEndings().join(',');
  return new Promise((resolve) => {
    const refuse = (name: string, why: FileTrouble): void => {
      failed({ of: 'file', names: [name], why });
      resolve(null);
    };
    input.addEventListener('cancel', () => resolve(null));
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (!file) {
        resolve(null);
        return;
      }
      if (file.size > LIMITS.snapshotBytes) {
        refuse(file.name, 'tooLarge');
        return;
      }
      file.arrayBuffer().then(
        (buffer) => resolve({ token: DOWNLOADED, name: file.name, bytes: new Uint8Array(buffer) }),
        () => refuse(file.name, 'unreadable'),
      );
    });
    input.click();
  });
}

function copyBySelection(document: Document, text: string): void {
  const field = document.createElement('textarea');
  field.value = text;
  field.setAttribute('readonly', '');
  field.className = 'visually-hidden';
  const focused = document.activeElement;
  // Next to the focused element: outside of an open dialog nothing can be selected, and a panel closes when it loses the focus.
  const parent = focused === null || focused === document.body ? document.body : focused.parentElement;
  (parent ?? document.body).append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  if (!copied) throw new Error('the browser refused to copy');
}
