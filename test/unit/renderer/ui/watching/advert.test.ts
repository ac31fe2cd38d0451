import { expect, test } from 'vitest';
import type { RoomId } from '../../../../../core/board/ids.ts';
import type { RoomAdvert } from '../../../../../core/contract/desktop/nearby.ts';
import type { HostingState, NetworkHosting } from '../../../../../core/contract/desktop/shell-contract.ts';
import { storedSettings } from '../../../../../renderer/bootstrap/storage/settings-storage.ts';
import { createValue } from '../../../../../renderer/ui/value-store.ts';
import { tellNetwork } from '../../../../../renderer/ui/watching/advert.ts';
import { isHosting } from '../../../../../renderer/ui/watching/network-hosting.ts';
import { statusOf } from '../fake-session.ts';

const HUB = 'http://127.0.0.1:7420';
const LINK = { server: HUB, room: 'attic' as RoomId };
const ON: HostingState = { at: 'on', address: '192.0.2.7', server: 'http://192.0.2.7:7420', reached: 'yes' };
const hosting = (state: HostingState, hub = HUB): NetworkHosting => ({ hub, choices: [], state, guests: 0 });

test('the network is told of the room while it is hosted here and may be found', () => {
  const told: (RoomAdvert | null)[] = [];
  const network = createValue<NetworkHosting | null>(null);
  const settings = storedSettings(undefined);
  const title = createValue('Attic');
  const status = createValue(statusOf());
  const shell = { advertise: async (advert: RoomAdvert | null) => void told.push(advert) };
  const telling = tellNetwork({ shell, link: LINK, network, settings, title, status });
  network.write(hosting({ at: 'off' }));
  expect(told).toEqual([]);
  network.write(hosting(ON));
  network.write({ ...hosting(ON), guests: 3 });
  title.write('Loft');
  expect(told.splice(0)).toEqual([
    { room: 'attic', name: 'Attic', host: 'Sunny Otter' },
    { room: 'attic', name: 'Loft', host: 'Sunny Otter' },
  ]);
  settings.change({ nearby: false });
  settings.change({ nearby: true });
  expect(told.splice(0)).toEqual([null, { room: 'attic', name: 'Loft', host: 'Sunny Otter' }]);
  telling.dispose();
  title.write('Attic');
  expect(told).toEqual([null]);
});

test('a room of another server is not told of, whatever this app hosts', () => {
  expect(isHosting(LINK, hosting(ON))).toBe(true);
  expect(isHosting(LINK, hosting(ON, 'http://127.0.0.1:9'))).toBe(false);
  expect(isHosting(LINK, hosting({ at: 'opening', address: '192.0.2.7' }))).toBe(false);
  expect(isHosting(LINK, null)).toBe(false);
});
