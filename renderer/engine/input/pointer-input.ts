import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import { listen } from '../listen.ts';
import type { Size } from '../view/camera.ts';
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
  /** Called with the event before `gestures` gets it, for its samples, and with undefined afterwards. */
  readonly onEvent: (event: PointerEvent | undefined) => void;
  readonly onSpace: () => void;
  /** Shift, Alt, Ctrl, Command or the space bar went down or up. True when a gesture uses the key: the page must not. */
  readonly onKeys: (event: KeyboardEvent) => boolean;
}

const MODIFIERS: readonly string[] = ['Shift', 'Alt', 'Control', 'Meta'];
/** Controls of the page: a press on them is not a press on the board. */
const OWN = 'button, a, input, textarea, select';

/** Turns the page's events into input for `PointerGestures`. It does not know the tools. */
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
    owned.add(listen(mount, name, listener, { passive: false }));
  };
  const onWindow = <K extends keyof WindowEventMap>(name: K, listener: (event: WindowEventMap[K]) => void): void => {
    owned.add(listen(window, name, listener));
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
    // Only presses on the board itself count. The page's own buttons are outside the board or are excluded here.
    if (event.target instanceof Element && event.target !== mount && event.target.closest(OWN)) return;
    tell(event, 'down');
    if (!gestures.wants(event.pointerId)) return;
    // Synthetic pointers of tests and some pens cannot be captured. The gesture still works, because moves and ends are heard on the
    // window.
    try {
      mount.setPointerCapture(event.pointerId);
    } catch {
      // Capture is optional.
    }
    // Prevents text selection and scrolling with the middle button. The engine sets the focus itself.
    event.preventDefault();
    const focused = page.activeElement;
    if (focused instanceof HTMLElement && focused !== mount) focused.blur();
  });
  // On the window: a pointer without capture may move and end anywhere.
  onWindow('pointermove', (event) => {
    const isOver = event.target instanceof Node && mount.contains(event.target);
    if (isOver || gestures.wants(event.pointerId)) tell(event, 'move');
  });
  onWindow('pointerup', (event) => tell(event, 'up'));
  onWindow('pointercancel', ({ pointerId: id }) => gestures.tell({ kind: 'lost', id }));
  on('lostpointercapture', ({ pointerId: id }) => gestures.tell({ kind: 'lost', id }));
  on('pointerleave', (event) => tell(event, 'left'));
  // Touch events come after the pointer events of the same fingers. A finger that the state still has down was lifted without an end event.
  const counted = ({ touches }: TouchEvent): void => {
    if (touches.length === 0) gestures.tell({ kind: 'noFingers' });
  };
  onWindow('touchend', counted);
  onWindow('touchcancel', counted);
  onWindow('blur', away);
  const hidden = (): void => {
    if (page.visibilityState === 'hidden') away();
  };
  owned.add(listen(page, 'visibilitychange', hidden));
  // A press takes the focus from all other elements. A dialog that gets the focus now has opened during the press.
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
    // Some systems open the window's menu at Alt alone.
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
