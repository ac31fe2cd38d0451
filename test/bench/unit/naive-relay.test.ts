import { expect, test } from 'vitest';
import { naiveRelay } from '../scale/naive-relay.ts';

test('a naive relay is billed once for each input to the hub, and once for everybody else in the room', () => {
  expect(naiveRelay(3, { cursors: 2, appends: 1 })).toMatchObject({ toServers: 3, toClients: 6, billedUnits: 9 });
  expect(naiveRelay(50, { cursors: 35, appends: 15 })).toMatchObject({ billedUnits: 50 * 50 });
  expect(naiveRelay(1, { cursors: 1, appends: 0 })).toMatchObject({ toClients: 0, billedUnits: 1 });
});
