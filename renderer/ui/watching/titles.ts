import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { RoomLink } from '../../../core/contract/access/room-link.ts';
import type { Shell } from '../../../core/contract/desktop/shell-contract.ts';
import type { Engine, EngineSnapshot } from '../../engine/engine.ts';
import type { SessionStatus } from '../../session/session.ts';
import { withLabel, withRecent } from '../settings/settings.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Source } from '../value-store.ts';
import { windowTitle } from '../words/room-title.ts';

/** The title of the room, from the settings and the board. */
export function watchTitle(title: () => string, settings: SettingsStore, canvas: Source<EngineSnapshot>): Source<string> {
  return {
    read: title,
    watch(changed) {
      const owned = new DisposableStore();
      owned.add(settings.watch(changed));
      owned.add(canvas.watch(changed));
      return owned;
    },
  };
}

/** Shows the room's title as the title of the window or tab. */
export function showTitle(
  { named, status }: { readonly named: Source<string>; readonly status: Source<SessionStatus> },
  shell: Pick<Shell, 'setTitle'>,
): Disposable {
  const owned = new DisposableStore();
  let shown: string | undefined;
  const show = (): void => {
    const { instance } = status.read();
    const next = windowTitle(named.read(), instance?.isNamed === true ? instance.name : undefined);
    if (next === shown) return;
    shown = next;
    document.title = next;
    shell.setTitle(next).catch(() => {
      shown = undefined;
    });
  };
  show();
  owned.add(named.watch(show));
  owned.add(status.watch(show));
  return owned;
}

interface RememberOptions {
  readonly engine: Pick<Engine, 'snapshot' | 'onChange'>;
  readonly settings: SettingsStore;
  readonly link: RoomLink;
  readonly clock: Clock;
}

/** The list of recent rooms shows the board's own name. A named room is remembered even while it is empty. */
export function rememberTitle({ engine, settings, link, clock }: RememberOptions): Disposable {
  let known = '';
  return engine.onChange(() => {
    const { title } = engine.snapshot().board;
    if (title === known) return;
    known = title;
    const recent = withRecent(settings.read().recent, { server: link.server, room: link.room, openedAt: clock.now() });
    settings.change({ recent: withLabel(recent, link, title) });
  });
}
