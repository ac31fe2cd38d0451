/**
 * Messages between the double of Electron's API (in the app's process, where the real main code runs) and the launcher (in the
 * test's process, which drives Chromium), over Node's channel with structured clone. Each side is one union.
 */

/**
 * The address that replaces `app://inkroom` in Chromium, which does not know the app's scheme. Loopback by definition, never
 * looked up.
 */
export const PAGE_ORIGIN = 'http://inkroom.localhost';

export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

/** A menu as the person sees it. */
export interface MenuNode {
  readonly id?: string;
  readonly label: string;
  readonly role?: string;
  readonly accelerator?: string;
  readonly enabled: boolean;
  readonly checked?: boolean;
  readonly submenu?: readonly MenuNode[];
}

/** The app's tray icon as the person sees it. */
export interface TrayShown {
  readonly toolTip: string;
  readonly menu: readonly MenuNode[];
}

export interface DialogShown {
  readonly dialog: 'open' | 'save' | 'message';
  readonly options: unknown;
}

/** Messages of the app without an answer. */
export type FromApp =
  | {
      readonly kind: 'openWindow';
      readonly window: number;
      readonly size: WindowSize;
      readonly preload: string | undefined;
      readonly preferences: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'loadUrl'; readonly window: number; readonly url: string; readonly request: number }
  | { readonly kind: 'reload'; readonly window: number }
  | { readonly kind: 'send'; readonly window: number; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'title'; readonly window: number; readonly title: string }
  /** Asks the page first (beforeunload), or not. */
  | { readonly kind: 'closeWindow'; readonly window: number; readonly askPage: boolean }
  | { readonly kind: 'menu'; readonly menu: readonly MenuNode[] }
  /** Null: there is no tray icon. */
  | { readonly kind: 'tray'; readonly tray: TrayShown | null }
  | { readonly kind: 'dialogShown'; readonly shown: DialogShown }
  | { readonly kind: 'openedExternal'; readonly url: string }
  | { readonly kind: 'copied'; readonly text: string }
  | { readonly kind: 'secondInstance'; readonly argv: readonly string[]; readonly folder: string; readonly handed: unknown }
  | { readonly kind: 'answer'; readonly request: number; readonly outcome: Outcome };

export type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

export interface PageResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Questions of the launcher and the types of their answers. */
export interface Answers {
  invoke: unknown;
  fetch: PageResponse;
  /** Whether the app allows this navigation. */
  mayNavigate: boolean;
  mayOpenWindow: boolean;
  mayLeave: boolean;
  permission: boolean;
  clickMenu: undefined;
  clickTray: undefined;
}

export type Question =
  | {
      readonly ask: 'invoke';
      readonly window: number;
      readonly frameUrl: string;
      readonly isMainFrame: boolean;
      readonly channel: string;
      readonly args: readonly unknown[];
    }
  | { readonly ask: 'fetch'; readonly url: string; readonly method: string }
  | { readonly ask: 'mayNavigate'; readonly window: number; readonly url: string; readonly isMainFrame: boolean }
  | { readonly ask: 'mayOpenWindow'; readonly window: number; readonly url: string }
  | { readonly ask: 'mayLeave'; readonly window: number }
  | { readonly ask: 'permission'; readonly window: number; readonly permission: string }
  /** By labels or ids of the items, from the top. */
  | { readonly ask: 'clickMenu'; readonly path: readonly string[] }
  /** The same in the tray's menu; an empty path clicks the icon itself. */
  | { readonly ask: 'clickTray'; readonly path: readonly string[] };

export type DialogAnswer =
  | { readonly dialog: 'open'; readonly path: string | null }
  | { readonly dialog: 'save'; readonly path: string | null }
  | { readonly dialog: 'message'; readonly button: number };

/** Messages of the launcher without an answer. */
export type ToApp =
  | { readonly kind: 'question'; readonly request: number; readonly question: Question }
  | { readonly kind: 'loaded'; readonly window: number; readonly request: number; readonly error: string | undefined }
  | { readonly kind: 'readyToShow'; readonly window: number }
  | { readonly kind: 'navigating'; readonly window: number; readonly url: string }
  | { readonly kind: 'pageCrashed'; readonly window: number }
  /** `stayed` is false: the page is gone. True: the page and the app decided to stay. */
  | { readonly kind: 'windowClosed'; readonly window: number; readonly stayed: boolean }
  | { readonly kind: 'queueDialog'; readonly answer: DialogAnswer }
  | { readonly kind: 'secondInstance'; readonly argv: readonly string[]; readonly folder: string; readonly handed: unknown }
  | { readonly kind: 'resume' }
  | { readonly kind: 'quit' };
