import { expect, test } from 'vitest';
import { authorOf } from '../../../../../core/board/ids.ts';
import { HEAD_PART } from '../../../../../core/contract/desktop/vault-part-names.ts';
import { crc32 } from '../../../../../core/room/snapshot/snapshot.ts';
import { packValue, unpackValue } from '../../../../../core/wire/msgpack.ts';
import type { WireValue } from '../../../../../core/wire/wire-value.ts';
import type { Vault } from '../../../../../renderer/session/keeping/vault.ts';
import { readVault } from '../../../../../renderer/session/keeping/vault-parts.ts';
import type { Session } from '../../../../../renderer/session/session.ts';
import { draw, Pen, place, visible, World } from '../world.ts';

const CRC_BYTES = 4;

/** The same vault as contract 1 left it: a head of format 1, without the secret, and a name that was the client id. */
function asFormat1(vault: Vault, session: Session): Vault {
  const head = vault.found.get(HEAD_PART) ?? new Uint8Array();
  const fields = unpackValue(head.subarray(CRC_BYTES)) as WireValue[];
  const body = packValue([1, ...fields.slice(1, 7)]);
  const bytes = new Uint8Array(CRC_BYTES + body.length);
  new DataView(bytes.buffer).setUint32(0, crc32(body));
  bytes.set(body, CRC_BYTES);
  return { ...vault, name: session.clientId as string as Vault['name'], found: new Map([...vault.found, [HEAD_PART, bytes]]) };
}

function pointsOf(session: Session): readonly number[] {
  return visible(session).map((id) => session.board().get(id)?.pointCount ?? 0);
}

test('[HS-8] the unsent work of a vault of contract 1 goes on under an id that proves itself, and nothing of it is lost', () => {
  const world = new World();
  const vaults = world.vaults();
  const ana = world.person('ana', vaults.open());
  ana.start();
  world.pass(200);
  const ben = world.joined('ben');
  const bens = draw(ben);
  const half = new Pen(ana);
  world.pass(200);
  world.hub.weather.isDown = true;
  world.hub.cut();
  world.pass(20);
  half.move();
  draw(ana);
  place(ana, bens, 4_800);
  world.pass(400);
  const drawn = pointsOf(ana);
  world.crash(vaults, ana);
  ana.dispose();

  const slot = vaults.open();
  const again = world.person('ana', asFormat1(slot, ana));
  expect(again.clientId).not.toBe(ana.clientId);
  again.start();
  // Before any hub is reached: both strokes are on the board, whole, under the new id.
  const own = visible(again).filter((id) => authorOf(id) === again.clientId);
  expect(own).toHaveLength(2);
  world.hub.weather.isDown = false;
  world.pass(90_000);
  expect(again.status()).toMatchObject({ unsent: 0, state: { phase: 'live' }, refused: undefined });
  expect([...pointsOf(ben)].sort()).toEqual([...drawn].sort());
  expect(visible(ben)).toEqual(visible(again));
  expect(ben.board().get(bens)?.x).toBe(4_800);

  // The next session finds a vault of today, with the same id and without work.
  vaults.crash(slot.name);
  const left = vaults.open();
  expect(readVault(left)).toMatchObject({ batches: [], strokes: [], damaged: [] });
  expect(world.person('ana', left).clientId).toBe(again.clientId);
});
