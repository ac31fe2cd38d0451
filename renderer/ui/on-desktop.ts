import { type Disposable, DisposableStore } from '../../core/base/disposable.ts';
import type { UpdateState } from '../../core/contract/desktop/app-updates.ts';
import { recentOf, type ShownMenu, showMenu } from './commands/native-menu.ts';
import type { UiOptions } from './ui-options.ts';
import { type AdvertOptions, tellNetwork } from './watching/advert.ts';
import type { Toasts } from './watching/toasts.ts';
import { readyWords } from './words/update-words.ts';

/** What the chrome does in the desktop app alone. The page of a browser has no need of it. */

/** Shows the native menu, and announces a room that is hosted here. */
export function bindDesktop(options: ShownMenu & AdvertOptions): Disposable {
  const owned = new DisposableStore();
  owned.add(showMenu(options));
  owned.add(tellNetwork(options));
  return owned;
}

/** Opens the room of an item of the native menu. Other items do nothing. */
export function openRecent(item: string, { settings, link, rooms }: Pick<UiOptions, 'settings' | 'link' | 'rooms'>): void {
  const recent = recentOf(item, settings.read().recent, link);
  if (recent) rooms.open(recent);
}

export function sayUpdate(update: UpdateState | null, toasts: Pick<Toasts, 'show'>): void {
  if (update?.at === 'ready') toasts.show(readyWords(update));
}
