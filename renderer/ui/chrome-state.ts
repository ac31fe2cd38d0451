import { createValue, type Source } from './value-store.ts';

/** The surfaces of the chrome. At most one is open: opening another closes the one before. */
export type Surface =
  | 'menu'
  | 'status'
  | 'people'
  | 'profile'
  | 'share'
  | 'help'
  | 'keys'
  | 'commands'
  | 'join'
  | 'clear'
  | 'context'
  | 'boards'
  | 'penTest'
  | 'find'
  | 'frames'
  | 'list'
  | 'trace'
  | 'about'
  /** The list of this device's boards, over an empty board. */
  | 'home';

export interface ChromeView {
  readonly open: Surface | undefined;
  /** The chrome is hidden and only the board is shown (Ctrl+.). */
  readonly hidden: boolean;
}

/** The owner of the open surface. Commands, keyboard, native menu and buttons all use it. */
export interface Chrome extends Source<ChromeView> {
  show(surface: Surface): void;
  /** Closes the open surface. With `surface`, closes only that one. */
  close(surface?: Surface): void;
  toggle(surface: Surface): void;
  toggleHidden(): void;
}

export function createChrome(): Chrome {
  const view = createValue<ChromeView>({ open: undefined, hidden: false });
  const set = (open: Surface | undefined, hidden: boolean): void => {
    const now = view.read();
    if (now.open !== open || now.hidden !== hidden) view.write({ open, hidden });
  };
  return {
    read: view.read,
    watch: view.watch,
    // A requested surface must be visible, so this also shows a hidden chrome.
    show: (surface) => set(surface, false),
    close: (surface) => {
      const { open, hidden } = view.read();
      if (surface === undefined || surface === open) set(undefined, hidden);
    },
    toggle: (surface) => (view.read().open === surface ? set(undefined, view.read().hidden) : set(surface, false)),
    toggleHidden: () => set(undefined, !view.read().hidden),
  };
}
