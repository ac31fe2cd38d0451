import { expect, test } from 'vitest';
import { ok, type Result } from '../../../../../core/base/result.ts';
import { encodeOps } from '../../../../../core/board/codec/op-codec.ts';
import { newClientSecret, newRoomKey, roomIdOf } from '../../../../../core/board/ids.ts';
import type { HostAct } from '../../../../../core/contract/access/host-acts.ts';
import { type Admitted, type Authorize, accessBy } from '../../../../../server/hub/access.ts';
import type { SignedLink } from '../../../../../server/ports/links.ts';
import { Cluster, type ClusterNode } from '../../../../support/cluster.ts';
import { seededRandom } from '../../../../support/seeded.ts';
import type { FakeClient } from '../hub-fixture.ts';
import { addStroke } from '../ink.ts';

const random = seededRandom(9);
const roomKey = newRoomKey(random);
const room = roomIdOf(roomKey);

async function joined(cluster: Cluster, node: ClusterNode, more: Readonly<Record<string, unknown>> = {}): Promise<FakeClient> {
  const client = cluster.client(node);
  await client.join({ room, ...more });
  return client;
}

async function act(cluster: Cluster, client: FakeClient, asked: HostAct): Promise<void> {
  const done = client.call('act', [asked]) as Promise<unknown>;
  for (let i = 0; i < 10; i++) await Promise.resolve();
  cluster.clock.advance(0);
  await done;
}

const grants = (client: FakeClient) => client.notices().flatMap((notice) => (notice.kind === 'grant' ? [notice.grant] : []));

test.each(['all', 'instance'] as const)(
  '[RGT-9] what a host decides has effect within a second on every instance (reach %s)',
  async (reach) => {
    const cluster = new Cluster(reach, 11);
    const nodes = [cluster.start(), cluster.start(), cluster.start()] as const;
    cluster.clock.advance(200);
    const host = await joined(cluster, nodes[0], { roomKey });
    const [ann, bob] = [await joined(cluster, nodes[1]), await joined(cluster, nodes[2])];
    await act(cluster, host, { act: 'lock', on: true });
    cluster.clock.advance(900);
    expect([ann, bob].map(grants)).toEqual([['comment'], ['comment']]);
    ann.push([1, encodeOps(ann.clientId, [addStroke(ann.clientId, 1)])]);
    expect(ann.refusals()).toEqual([[1, 'room.locked']]);
    await act(cluster, host, { act: 'give', who: bob.clientId, grant: 'host' });
    cluster.clock.advance(900);
    expect(grants(bob)).toEqual(['comment', 'host']);
    await act(cluster, bob, { act: 'ban', who: ann.clientId, link: false });
    cluster.clock.advance(900);
    expect(ann.closed?.error).toMatch(/^room\.banned: /);
    const again = cluster.client(nodes[0], ann.secret);
    await expect(again.join({ room })).rejects.toThrow(/^room\.banned: /);
  },
);

test('[RGT-9] an instance that opens the room later knows what was decided, and one that missed it hears it again', async () => {
  const cluster = new Cluster('all', 12);
  const [one, two] = [cluster.start(), cluster.start()];
  cluster.clock.advance(200);
  const host = await joined(cluster, one, { roomKey });
  await act(cluster, host, { act: 'lock', on: true });
  cluster.clock.advance(900);
  const ann = cluster.client(two, newClientSecret(random));
  expect(await ann.join({ room })).toMatchObject({ grant: 'comment', locked: true });
  cluster.cut(one, two);
  await act(cluster, host, { act: 'lock', on: false });
  cluster.clock.advance(2_000);
  expect(grants(ann)).toEqual([]);
  cluster.mend();
  cluster.clock.advance(31_000);
  expect(grants(ann)).toEqual(['draw']);
});

test('[RGT-14] a link for one use that two clients use at two instances at once keeps one of them, everywhere', async () => {
  const cluster = new Cluster('instance', 14);
  const authorize: Authorize = (wish) => {
    const admitted = accessBy({})(wish) as Extract<Result<Admitted>, { ok: true }>;
    const link: SignedLink = { id: 'one', key: 'k', grant: 'draw', until: 2_000_000_000_000, once: true };
    return ok({ ...admitted.value, link: wish.access === undefined ? undefined : link });
  };
  const nodes = [cluster.start({ authorize }), cluster.start({ authorize })] as const;
  cluster.clock.advance(200);
  for (const node of nodes) await joined(cluster, node);
  cluster.clock.advance(900);
  const pair = [await joined(cluster, nodes[0], { access: 'x' }), await joined(cluster, nodes[1], { access: 'x' })] as const;
  cluster.clock.advance(900);
  expect(pair.map(({ closed }) => closed?.error?.split(':')[0]).sort()).toEqual(['link.used', undefined]);
  const [winner] = pair.filter(({ closed }) => closed === undefined);
  for (const node of nodes) {
    await expect(joined(cluster, node, { access: 'x' })).rejects.toThrow(/^link\.used: /);
    const back = cluster.client(node, winner?.secret);
    expect(await back.join({ room, access: 'x' })).toMatchObject({ grant: 'draw' });
    cluster.clock.advance(900);
  }
});

test('[RGT-7] [RGT-9] a ban with the link holds for all who came by it, at whatever instance they are', async () => {
  const cluster = new Cluster('instance', 13);
  const link = (id: string): SignedLink => ({ id, key: 'k', grant: 'draw', until: Number.MAX_SAFE_INTEGER });
  // `access` is the id of a link here.
  const authorize: Authorize = (wish) => {
    const admitted = accessBy({})(wish) as Extract<Result<Admitted>, { ok: true }>;
    return ok({ ...admitted.value, link: wish.access === undefined ? undefined : link(wish.access) });
  };
  const nodes = [cluster.start({ authorize }), cluster.start({ authorize }), cluster.start({ authorize })] as const;
  cluster.clock.advance(200);
  const host = await joined(cluster, nodes[0], { roomKey });
  const other = await joined(cluster, nodes[1], { roomKey, access: 'teachers' });
  const [ann, bob] = [
    await joined(cluster, nodes[1], { access: 'shared' }),
    await joined(cluster, nodes[2], { access: 'shared' }),
  ];
  const eve = await joined(cluster, nodes[2], { access: 'own' });
  cluster.clock.advance(900);
  await act(cluster, host, { act: 'ban', who: ann.clientId, link: true });
  await act(cluster, host, { act: 'ban', who: other.clientId, link: true });
  cluster.clock.advance(900);
  expect([ann, bob].map(({ closed }) => closed?.error?.split(':')[0])).toEqual(['room.banned', 'room.banned']);
  for (const node of nodes) await expect(joined(cluster, node, { access: 'shared' })).rejects.toThrow(/^room\.banned: /);
  // Another host is protected, and so is its link.
  expect([other.closed, eve.closed]).toEqual([undefined, undefined]);
  await joined(cluster, nodes[0], { access: 'teachers' });
});
