import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { RoomLink } from '../../../core/contract/access/room-link.ts';
import { isSameAdvert, type RoomAdvert } from '../../../core/contract/desktop/nearby.ts';
import type { NetworkHosting, Shell } from '../../../core/contract/desktop/shell-contract.ts';
import type { SessionStatus } from '../../session/session.ts';
import type { Settings } from '../settings/settings.ts';
import type { Source } from '../value-store.ts';
import { isHosting } from './network-hosting.ts';

export interface AdvertOptions {
  readonly shell: Pick<Shell, 'advertise'>;
  readonly link: RoomLink;
  readonly network: Source<NetworkHosting | null>;
  readonly settings: Source<Settings>;
  /** The room's title. */
  readonly title: Source<string>;
  readonly status: Source<SessionStatus>;
}

/** Announces the shown room on the network, and keeps the announcement up to date. Only if it is hosted here and the person allows it. */
export function tellNetwork({ shell, link, network, settings, title, status }: AdvertOptions): Disposable {
  let told: RoomAdvert | undefined;
  const say = (advert: RoomAdvert | undefined): void => {
    if (isSameAdvert(told, advert)) return;
    told = advert;
    // Without an announcement people can still join by the link.
    shell.advertise(advert ?? null).catch(() => {});
  };
  const look = (): void => {
    const isTold = settings.read().nearby && isHosting(link, network.read());
    say(isTold ? { room: link.room, name: title.read(), host: status.read().you.name } : undefined);
  };
  const owned = new DisposableStore();
  for (const source of [network, settings, title, status]) owned.add(source.watch(look));
  look();
  return {
    dispose() {
      owned.dispose();
      say(undefined);
    },
  };
}
