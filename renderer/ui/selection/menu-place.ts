import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { Engine } from '../../engine/engine.ts';
import { listen } from '../../engine/listen.ts';
import type { Chrome } from '../chrome-state.ts';
import { createValue, type Source } from '../value-store.ts';

/** The place of the context menu, CSS pixels of the window. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

export interface MenuPlaces extends Source<MenuPlace>, Disposable {
  openAt(place: MenuPlace): void;
}

/** A finger that rests this long without moving opens the menu. Milliseconds. */
const LONG_PRESS_MS = 500;
const LONG_PRESS_MOVE = 10;

interface MenuPlacesOptions {
  readonly window: Window;
  /** The element of the chrome: a press on it is not a press on the board. */
  readonly host: HTMLElement;
  readonly clock: Clock;
  readonly chrome: Pick<Chrome, 'show' | 'close'>;
  readonly engine: Pick<Engine, 'snapshot' | 'chooseAt' | 'letGo'>;
  /** True if the pen's barrel button opens the menu. */
  readonly penOpensMenu: () => boolean;
}

/** Opens the context menu at a right-click, or at a finger's long press. */
export function createMenuPlaces({ window, host, clock, chrome, engine, penOpensMenu }: MenuPlacesOptions): MenuPlaces {
  const place = createValue<MenuPlace>({ x: 0, y: 0 });
  const owned = new DisposableStore();
  let resting: { readonly id: number; readonly x: number; readonly y: number; readonly timer: Disposable } | undefined;

  const openAt = (at: MenuPlace): void => {
    chrome.close('context');
    place.write(at);
    chrome.show('context');
  };
  const isBoard = (target: EventTarget | null): boolean => target instanceof Node && !host.contains(target);
  const on = <K extends 'contextmenu' | 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel'>(
    name: K,
    listener: (event: WindowEventMap[K]) => void,
  ): void => {
    owned.add(listen(window, name, listener, { capture: true }));
  };
  const stop = (): void => {
    resting?.timer.dispose();
    resting = undefined;
  };

  on('contextmenu', (event) => {
    if (!isBoard(event.target)) return;
    // This module detects a finger's long press itself, so that it is the same on every system.
    if (event instanceof PointerEvent && event.pointerType === 'touch') return;
    // The barrel button has drawn instead.
    if (event instanceof PointerEvent && event.pointerType === 'pen' && !penOpensMenu()) return;
    engine.chooseAt({ x: event.clientX, y: event.clientY });
    openAt({ x: event.clientX, y: event.clientY });
  });
  on('pointerdown', (event) => {
    stop();
    // With other tools a resting finger draws.
    if (event.pointerType !== 'touch' || !event.isPrimary || !isBoard(event.target) || engine.snapshot().tool !== 'select')
      return;
    const { clientX: x, clientY: y } = event;
    const timer = clock.after(LONG_PRESS_MS, () => {
      stop();
      engine.letGo();
      engine.chooseAt({ x, y });
      openAt({ x, y });
    });
    resting = { id: event.pointerId, x, y, timer };
  });
  on('pointermove', (event) => {
    if (!resting || event.pointerId !== resting.id) return;
    if (Math.hypot(event.clientX - resting.x, event.clientY - resting.y) > LONG_PRESS_MOVE) stop();
  });
  on('pointerup', stop);
  on('pointercancel', stop);
  return {
    read: place.read,
    watch: place.watch,
    openAt,
    dispose() {
      stop();
      owned.dispose();
    },
  };
}
