import { expect, test } from 'vitest';
import { deskOrders, type Trouble } from '../../chaos/trouble.ts';
import { startRig } from '../../emulator/emulator-rig.ts';

test.each<[Trouble, string | undefined, readonly string[]]>([
  [{ kind: 'dropClients', count: 3 }, undefined, ['drop-clients?count=3']],
  [{ kind: 'dropClients', count: 'all' }, undefined, ['drop-clients']],
  [{ kind: 'dropServerConnections', of: 1, count: 2 }, 'vm_1', ['drop-server-connections?serverId=vm_1&count=2']],
  [{ kind: 'dropServerConnections', of: 'all', count: 'all' }, undefined, ['drop-server-connections']],
])('%o of server %s is an order that needs no undoing: %o', (trouble, serverId, [make]) => {
  expect(deskOrders(trouble, serverId)).toEqual({ make, undo: undefined });
});

test.each<[Trouble, readonly string[]]>([
  [{ kind: 'dropClients', count: 1 }, ['drop 0 clients']],
  [{ kind: 'dropServerConnections', of: 0, count: 'all' }, ['drop 0 server connections']],
  [{ kind: 'lateAcks', byMs: 700, forMs: 1_000 }, ['delay acks by 700 ms', 'delay acks by 0 ms']],
  [{ kind: 'silence', forMs: 1_000 }, ['silent', 'speaking']],
  [{ kind: 'instanceGone' }, ['announce that this instance is gone']],
])('the control desk understands %o and its end', async (trouble, expected) => {
  const rig = await startRig();
  const { make, undo } = deskOrders(trouble, 'vm_1');
  for (const order of undo === undefined ? [make] : [make, undo])
    expect((await rig.control('POST', `/chaos/${order}`)).status, order).toBe(200);
  const noted = rig.emulator.trace.rows.filter(({ what }) => what === 'chaos');
  expect(noted.map(({ about }) => about)).toEqual(expected);
});
