import type { Disposable } from '../../../core/base/disposable.ts';
import { listen } from '../../engine/listen.ts';
import type { Replayer } from './replay-player.ts';

/** The keyboard while a replay is shown. No key reaches the room's board. */
export function bindReplayKeys(window: Window, replayer: Replayer): Disposable {
  const press = (event: KeyboardEvent): void => {
    const view = replayer.read();
    if (view === undefined) return;
    // The slider, the list of speeds and the buttons have keys of their own.
    const isControl =
      event.target instanceof Element && event.target.closest('.replay__bar select, .replay__bar button') !== null;
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : actOf(event.key, isControl);
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act(replayer, view.ticks);
  };
  return listen(window, 'keydown', press, { capture: true });
}

type Act = (replayer: Replayer, ticks: number) => void;

function actOf(key: string, isControl: boolean): Act | undefined {
  if (key === 'Escape') return (replayer) => replayer.end();
  if (isControl) return undefined;
  switch (key) {
    case ' ':
    case 'Enter':
      return (replayer) => replayer.toggle();
    case 'ArrowRight':
      return (replayer) => replayer.step(1);
    case 'ArrowLeft':
      return (replayer) => replayer.step(-1);
    case 'Home':
      return (replayer) => replayer.seek(0);
    case 'End':
      return (replayer, ticks) => replayer.seek(ticks);
    default:
      return undefined;
  }
}
