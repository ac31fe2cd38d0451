import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import { isSameAdvert, type RoomAdvert } from '../../../core/contract/nearby.ts';
import type { RoomLink } from '../../../core/contract/room-link.ts';
import type { NetworkHosting, Shell } from '../../../core/contract/shell-contract.ts';
import type { SessionStatus } from '../../session/session.ts';
import type { Settings } from '../settings/settings.ts';
import type { Source } from '../value-store.ts';

export interface AdvertOptions {
  readonly shell: Pick<Shell, 'advertise'>;
  readonly link: RoomLink;
  readonly network: Source<NetworkHosting | null>;
  readonly settings: Source<Settings>;
  /** What the room is called. */
  readonly title: Source<string>;
  readonly status: Source<SessionStatus>;
}

/** This window shows a room that this app hosts for the network. */
export function isHosting(link: RoomLink, hosting: NetworkHosting | null): boolean {
  return hosting !== null && hosting.hub === link.server && hosting.state.at === 'on';
}

/** Keeps what the network is told like the room that is shown: nothing unless it is hosted here and the person lets it be found. */
export function tellNetwork({ shell, link, network, settings, title, status }: AdvertOptions): Disposable {
  let told: RoomAdvert | undefined;
  const say = (advert: RoomAdvert | undefined): void => {
    if (isSameAdvert(told, advert)) return;
    told = advert;
    // Who is not found can still be joined by the link.
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
