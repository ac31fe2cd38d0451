import { createValue, type Source } from './value-store.ts';

/** Everything of the chrome that can be open. At most one is: opening another closes the one before. */
export type Surface =
  | 'menu'
  | 'status'
  | 'people'
  | 'profile'
  | 'share'
  | 'help'
  | 'commands'
  | 'join'
  | 'clear'
  | 'context'
  | 'boards'
  | 'penTest'
  | 'find'
  | 'frames'
  | 'about'
  /** The boards of this device over an empty one. */
  | 'home';

export interface ChromeView {
  readonly open: Surface | undefined;
  /** Only the board is shown (Ctrl+.). */
  readonly hidden: boolean;
}

/** What is open, with its one owner. Commands, keyboard, native menu and buttons all go through here. */
export interface Chrome extends Source<ChromeView> {
  show(surface: Surface): void;
  /** Closes what is open, or only `surface` if that is what is open. */
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
    // What is asked for must be seen, even while the chrome is hidden.
    show: (surface) => set(surface, false),
    close: (surface) => {
      const { open, hidden } = view.read();
      if (surface === undefined || surface === open) set(undefined, hidden);
    },
    toggle: (surface) => (view.read().open === surface ? set(undefined, view.read().hidden) : set(surface, false)),
    toggleHidden: () => set(undefined, !view.read().hidden),
  };
}
