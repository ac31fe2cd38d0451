import { type Disposable, DisposableStore, disposable } from '../../../core/base/disposable.ts';
import type { Size } from '../camera.ts';
import { isOpened, keepsSpace, releaseClickedControls } from './clicked-controls.ts';
import type { PointerFacts, PointerInput } from './pointer-facts.ts';
import type { WheelMeaning, WheelUse } from './wheel.ts';
import { listenToWheel } from './wheel-input.ts';

export interface PointerInputOptions {
  readonly mount: HTMLElement;
  readonly gestures: {
    readonly spaceHeld: boolean;
    readonly fingers: number;
    tell(input: PointerInput): void;
    wants(id: number): boolean;
  };
  readonly view: () => Size;
  readonly wheelUse: () => WheelUse;
  readonly onWheel: (meaning: WheelMeaning, at: { readonly x: number; readonly y: number }) => void;
  /** The event that is being told to `gestures` now, for the samples in it; undefined afterwards. */
  readonly onEvent: (event: PointerEvent | undefined) => void;
  readonly onSpace: () => void;
  /** Shift, Alt, Ctrl, Command or the space bar went down or up. True when a gesture uses it: the page must not. */
  readonly onKeys: (event: KeyboardEvent) => boolean;
}

const MODIFIERS: readonly string[] = ['Shift', 'Alt', 'Control', 'Meta'];
/** What is pressed here is no press on the board. */
const OWN = 'button, a, input, textarea, select';

/** Turns the page's events into input for `PointerGestures`. Knows no tool. */
export function listenToPointers(options: PointerInputOptions): Disposable {
  const { mount, gestures, onEvent } = options;
  const owned = new DisposableStore();
  const page = mount.ownerDocument;
  const window = page.defaultView as Window;

  const factsOf = (event: PointerEvent): PointerFacts => {
    const box = mount.getBoundingClientRect();
    return {
      id: event.pointerId,
      type: event.pointerType === 'pen' || event.pointerType === 'touch' ? event.pointerType : 'mouse',
      button: event.button,
      buttons: event.buttons,
      primary: event.isPrimary,
      x: event.clientX - box.left,
      y: event.clientY - box.top,
      at: event.timeStamp,
    };
  };
  const on = <K extends keyof HTMLElementEventMap>(name: K, listener: (event: HTMLElementEventMap[K]) => void): void => {
    mount.addEventListener(name, listener, { passive: false });
    owned.add(disposable(() => mount.removeEventListener(name, listener)));
  };
  const onWindow = <K extends keyof WindowEventMap>(name: K, listener: (event: WindowEventMap[K]) => void): void => {
    window.addEventListener(name, listener);
    owned.add(disposable(() => window.removeEventListener(name, listener)));
  };
  const tell = (event: PointerEvent, kind: 'down' | 'move' | 'up' | 'left'): void => {
    onEvent(event);
    try {
      gestures.tell({ kind, pointer: factsOf(event) });
    } finally {
      onEvent(undefined);
    }
  };
  const away = (): void => {
    const wasHeld = gestures.spaceHeld;
    gestures.tell({ kind: 'away' });
    if (wasHeld) options.onSpace();
  };

  owned.add(releaseClickedControls(window));
  on('pointerdown', (event) => {
    // Only what falls on the board itself: the page's own buttons lie elsewhere or stop here.
    if (event.target instanceof Element && event.target !== mount && event.target.closest(OWN)) return;
    tell(event, 'down');
    if (!gestures.wants(event.pointerId)) return;
    // Synthetic pointers of tests and some pens cannot be captured; the gesture works all the same: moves and ends are heard on the window.
    try {
      mount.setPointerCapture(event.pointerId);
    } catch {
      // Nothing to do.
    }
    // No text selection, no scrolling with the middle button; focus is ours to give.
    event.preventDefault();
    const focused = page.activeElement;
    if (focused instanceof HTMLElement && focused !== mount) focused.blur();
  });
  // On the window: what is not captured may move and end anywhere.
  onWindow('pointermove', (event) => {
    const isOver = event.target instanceof Node && mount.contains(event.target);
    if (isOver || gestures.wants(event.pointerId)) tell(event, 'move');
  });
  onWindow('pointerup', (event) => tell(event, 'up'));
  onWindow('pointercancel', ({ pointerId: id }) => gestures.tell({ kind: 'lost', id }));
  on('lostpointercapture', ({ pointerId: id }) => gestures.tell({ kind: 'lost', id }));
  on('pointerleave', (event) => tell(event, 'left'));
  // Touch events come after the pointer events of the same fingers: whatever is still down then has gone without a word.
  const counted = ({ touches }: TouchEvent): void => {
    if (touches.length === 0) gestures.tell({ kind: 'noFingers' });
  };
  onWindow('touchend', counted);
  onWindow('touchcancel', counted);
  onWindow('blur', away);
  const hidden = (): void => {
    if (page.visibilityState === 'hidden') away();
  };
  page.addEventListener('visibilitychange', hidden);
  owned.add(disposable(() => page.removeEventListener('visibilitychange', hidden)));
  // A press has taken the focus from everything else: a dialog that takes it now has opened meanwhile.
  onWindow('focusin', ({ target }) => {
    if (isOpened(target)) away();
  });
  on('contextmenu', (event) => event.preventDefault());
  owned.add(listenToWheel(options));

  const space = (held: boolean): void => {
    if (gestures.spaceHeld === held) return;
    gestures.tell({ kind: 'space', held });
    options.onSpace();
  };
  const keys = (event: KeyboardEvent): void => {
    // Alt alone opens the window's menu on some systems.
    if (MODIFIERS.includes(event.key) && !event.repeat && options.onKeys(event) && event.key === 'Alt') event.preventDefault();
  };
  onWindow('keydown', (event) => {
    keys(event);
    if (event.code !== 'Space' || event.ctrlKey || event.metaKey || event.altKey || keepsSpace(page)) return;
    event.preventDefault();
    if (gestures.spaceHeld) return;
    space(true);
    options.onKeys(event);
  });
  onWindow('keyup', (event) => {
    keys(event);
    if (event.code !== 'Space' || !gestures.spaceHeld) return;
    event.preventDefault();
    space(false);
    options.onKeys(event);
  });
  return owned;
}
