import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../../core/board/bodies/text-order.ts';
import type { ElementState } from '../../core/board/element.ts';
import { type ClientId, elementId, type InstanceId, newEpoch, type RoomId } from '../../core/board/ids.ts';
import { Body, ElementKind } from '../../core/board/kinds.ts';
import type { Op } from '../../core/board/op.ts';
import { Replica } from '../../core/room/replica.ts';
import { parseCommandLine } from '../../server/cli/config.ts';
import type { KeptStore } from '../../server/cli/rooms/open-admin.ts';
import { openAdmin } from '../../server/cli/rooms/open-admin.ts';
import { runRoomsCommand } from '../../server/cli/rooms/rooms-commands.ts';
import { boardIn, packed } from '../../server/cli/rooms/stored-boards.ts';
import type { StoreAdmin } from '../../server/ports/store-admin.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { type Azurite, startAzurite } from '../harness/azurite.ts';
import { type RedisProcess, startRedis } from '../harness/redis.ts';
import { addInk } from '../support/ink.ts';
import { hashOf, pngBytes } from '../support/picture.ts';

const ANN = 'AAAAAAAAAAA' as ClientId;
const ORIGIN = 'OOOOOOOOOOO' as InstanceId;
const PLANS = 'Plans' as RoomId;
const PICTURE = pngBytes(1);

let folder: string;
let azurite: Azurite;
let redis: RedisProcess;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'inkroom-admin-'));
  [azurite, redis] = await Promise.all([startAzurite(), startRedis()]);
}, 120_000);
afterAll(async () => {
  await Promise.all([azurite.close(), redis.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** The flags of a new, empty place. */
type Place = (name: string) => readonly string[];
const PLACES: readonly (readonly [string, Place])[] = [
  ['lmdb', (name) => ['--data', join(folder, name)]],
  ['azure-blob', (name) => ['--store', 'azure-blob', '--blob', azurite.connectionString, '--blob-container', name]],
  ['redis', (name) => ['--store', 'redis', '--redis', redis.address, '--redis-prefix', name]],
];

interface Told {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}
function read(words: readonly string[]) {
  const parsed = parseCommandLine(['rooms', ...words], {});
  if (parsed.kind !== 'rooms') throw new Error(JSON.stringify(parsed));
  return parsed.command;
}
function readableIn(read: Parameters<typeof boardIn>[0]) {
  const board = boardIn(read);
  return typeof board === 'string' ? undefined : board;
}
async function rooms(words: readonly string[], place: readonly string[]): Promise<Told> {
  let [output, errors] = ['', ''];
  const print = (text: string): void => {
    output += text;
  };
  const printError = (text: string): void => {
    errors += text;
  };
  const code = await runRoomsCommand(read([...words, ...place]), { print, printError });
  return { code, output, errors };
}
const storeAt = (place: readonly string[]): KeptStore => read(['list', ...place]).store;

/** A board with two strokes, one of them removed, and a picture; its client has made five batches. */
function board(epoch = newEpoch(nodeRandom)) {
  const { board: made, vector } = new Replica();
  const ink = { order: 'a0', x: 0, y: 0, color: 1, width: 32 };
  const image = {
    kind: ElementKind.image,
    body: Body.none,
    facts: { hash: hashOf(PICTURE), type: 'image/png', naturalW: 1, naturalH: 1 },
  };
  const at = { origin: ORIGIN, seq: 5 };
  const [kept, removed, picture] = [1, 2, 3].map((n) => elementId(ANN, n)) as [
    ElementState['id'],
    ElementState['id'],
    ElementState['id'],
  ];
  made.apply(ANN, [addInk({ id: kept, lamport: 1, values: ink }), addInk({ id: removed, lamport: 2, values: ink })], at);
  made.apply(ANN, [{ kind: 'alive', ids: [removed], lamport: 3, alive: false }], at);
  made.apply(
    ANN,
    [{ kind: 'add', id: picture, lamport: 4, birth: image, values: { order: 'a1', x: 0, y: 0, w: 16, h: 16 } }],
    at,
  );
  vector.advance(ORIGIN, 5);
  return {
    epoch,
    vector: vector.pairs(),
    savedAt: 1_000,
    states: [...made.statesPast()],
    life: { since: 500, clients: [[ANN, 5]] as const, rights: [{ key: 'lock', value: '1', at: 700, by: ORIGIN }] as const },
  };
}

async function stored(place: readonly string[], room: RoomId, snapshot = board()) {
  const admin = await openAdmin(storeAt(place), 'make');
  await admin.write(room, packed(snapshot));
  await admin.pictures.write(room, hashOf(PICTURE), PICTURE);
  await admin.close();
  return snapshot;
}

describe.each(PLACES)('rooms of the store %s', (kind, placeOf) => {
  test('are listed, checked, exported and imported', async () => {
    const place = placeOf(`list-${kind}`);
    await stored(place, PLANS);
    expect(JSON.parse((await rooms(['list', '--json'], place)).output)).toMatchObject([
      { room: 'Plans', elements: 2, state: 'ok', aside: 0 },
    ]);
    expect(await rooms(['fsck'], place)).toEqual({ code: 0, output: '1 rooms, 0 damaged, 0 copies set aside.\n', errors: '' });
    const file = join(folder, `${kind}.inkroom`);
    expect(await rooms(['export', 'Plans', file], place)).toMatchObject({
      code: 0,
      errors: `Wrote 2 elements and 1 pictures of Plans to ${file}.\n`,
    });
    expect(await rooms(['import', 'copy', file], place)).toMatchObject({
      code: 0,
      errors: `Stored 2 elements and 1 pictures of ${file} as copy.\n`,
    });
    expect(await rooms(['import', 'copy', file], place)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('is kept here already'),
    });
    writeFileSync(`${file}.bad`, 'no board');
    expect(await rooms(['import', 'other', `${file}.bad`], place)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('cannot be read as a board'),
    });
    const admin = await openAdmin(storeAt(place), 'read');
    const [plans, copy] = [readableIn(await admin.read(PLANS)), readableIn(await admin.read('copy' as RoomId))];
    const copiedPicture = await admin.pictures.read('copy' as RoomId, hashOf(PICTURE));
    await admin.close();
    expect(copy?.start.epoch).not.toBe(plans?.start.epoch);
    expect(copy?.start.replica.board.aliveCount).toBe(2);
    expect([...(copiedPicture ?? [])]).toEqual([...PICTURE]);
  });

  test('are backed up with their pictures, and restored whole into every other store: epoch, removed elements, clients\u2019 numbers and what hosts decided', async () => {
    const place = placeOf(`from-${kind}`);
    const { epoch } = await stored(place, PLANS);
    await stored(place, 'plans' as RoomId);
    const backup = join(folder, `backup-${kind}`);
    expect(await rooms(['backup', backup], place)).toMatchObject({
      code: 0,
      errors: `Backed up 2 rooms and 1 pictures to ${backup}.\n`,
    });
    expect(readdirSync(backup).sort()).toEqual(['000001.board', '000002.board', 'backup.json', 'pictures']);
    expect(await rooms(['backup', backup], place)).toMatchObject({ code: 1, errors: expect.stringContaining('is not empty') });
    for (const [other, otherPlace] of PLACES) {
      const target = otherPlace(`to-${other}-of-${kind}`);
      expect(await rooms(['restore', backup], target)).toMatchObject({ code: 0, errors: `Restored 2 rooms from ${backup}.\n` });
      expect((await rooms(['restore', backup], target)).errors).toMatch(/^Restored 0 rooms .* 2 are there already/);
      const admin = await openAdmin(storeAt(target), 'read');
      const read = readableIn(await admin.read(PLANS));
      expect([...((await admin.pictures.read(PLANS, hashOf(PICTURE))) ?? [])]).toEqual([...PICTURE]);
      await admin.close();
      expect(read?.start).toMatchObject({ epoch, since: 500 });
      expect(read?.start.replica.board.elementCount).toBe(3);
      expect(read?.start.replica.vector.pairs()).toEqual([[ORIGIN, 5]]);
      expect(read?.start.records.lastNumbers([])).toEqual([[ANN, 5]]);
      expect(read?.rights).toEqual([{ key: 'lock', value: '1', at: 700, by: ORIGIN }]);
    }
  }, 60_000);

  test('are deleted with their pictures, and by their age', async () => {
    const place = placeOf(`delete-${kind}`);
    await stored(place, PLANS);
    await stored(place, 'young' as RoomId);
    expect(await rooms(['delete', 'nowhere', '--yes'], place)).toMatchObject({ code: 1 });
    expect(await rooms(['delete', 'Plans', '--yes'], place)).toMatchObject({ code: 0, errors: 'Deleted Plans.\n' });
    const admin = await openAdmin(storeAt(place), 'read');
    expect(await admin.pictures.read(PLANS, hashOf(PICTURE))).toBeUndefined();
    expect((await admin.rooms()).map(({ room }) => room)).toEqual(['young']);
    await admin.close();
    expect((await rooms(['expire', '1'], place)).output).toBe('0 rooms had no write for 1 days. Say --yes to delete them.\n');
    expect((await rooms(['expire', '1', '--yes'], place)).output).toBe('Deleted 0 rooms that had no write for 1 days.\n');
  });
});

test('a backup of a newer Inkroom, and one that is damaged, are refused with a sentence', async () => {
  const place = ['--data', join(folder, 'refuses')];
  await stored(place, PLANS);
  const backup = join(folder, 'backup-refused');
  await rooms(['backup', backup], place);
  const target = ['--data', join(folder, 'refused')];
  const index = readFileSync(join(backup, 'backup.json'), 'utf8');
  writeFileSync(join(backup, 'backup.json'), index.replace('"format": 1', '"format": 2'));
  expect((await rooms(['restore', backup], target)).errors).toMatch(/newer Inkroom \(format 2; this one knows 1\)/);
  writeFileSync(join(backup, 'backup.json'), index.replace('000001.board', '../000001.board'));
  expect((await rooms(['restore', backup], target)).errors).toMatch(/backup\.json is damaged/);
  writeFileSync(join(backup, 'backup.json'), index.slice(0, -9));
  expect((await rooms(['restore', backup], target)).errors).toMatch(/backup\.json is damaged/);
  writeFileSync(join(backup, 'backup.json'), index);
  writeFileSync(join(backup, '000001.board'), 'no board');
  expect(await rooms(['restore', backup], target)).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/000001\.board is damaged/),
  });
  expect((await rooms(['restore', join(folder, 'nowhere')], target)).errors).toMatch(/backup\.json is missing/);
});

test('fsck names what is damaged or newer, and ends with 1', async () => {
  const place = ['--store', 'redis', '--redis', redis.address, '--redis-prefix', 'fsck'];
  for (const room of ['cut', 'good', 'lost'] as RoomId[]) await stored(place, room);
  const { openStoreClient } = await import('../../server/adapters/redis/store-client.ts');
  const { silentLog } = await import('../../core/base/host.ts');
  const { nodeClock } = await import('../../server/process/node-host.ts');
  const client = await openStoreClient(
    { kind: 'socket', name: 'test', path: redis.address.slice('unix:'.length) },
    { log: silentLog, clock: nodeClock },
  );
  await client.ask('XADD', 'fsck:log:cut', '*', 'r', 'half');
  await client.ask('HSET', 'fsck:board:lost', 'body', 'no snapshot');
  await client.close();
  const hand = await openAdmin(storeAt(place), 'change');
  await hand.write('newer' as RoomId, new TextEncoder().encode('INKR\x7fof a later year'));
  await hand.close();
  const told = await rooms(['fsck'], place);
  expect(told).toMatchObject({ code: 1, output: '4 rooms, 2 damaged, 1 of a newer Inkroom, 0 copies set aside.\n' });
  expect(told.errors).toMatch(
    /^cut: the end of a log cannot be read.*\nlost: the snapshot cannot be read.*\nnewer: a newer Inkroom has stored it, and nothing is wrong with it\..*\n$/,
  );
  expect(await rooms(['export', 'newer', join(folder, 'newer.inkroom')], place)).toMatchObject({
    code: 1,
    errors: expect.stringContaining('stored by a newer Inkroom'),
  });
  const backup = join(folder, 'backup-damaged');
  expect(await rooms(['backup', backup], place)).toMatchObject({
    code: 1,
    errors: expect.stringMatching(
      /Backed up 2 rooms .* 1 could not be read and are not in it: lost\. 1 were stored by a newer Inkroom and are not in it: newer\. Update this one\. The end of 1 could not be read and is not in it: cut\.\n$/,
    ),
  });
  // [SAVE-4] A client may have seen what is missing.
  const target = ['--data', join(folder, 'from-damaged')];
  await rooms(['restore', backup], target);
  const [was, is] = [await openAdmin(storeAt(place), 'read'), await openAdmin(storeAt(target), 'read')];
  const epochIn = async (admin: StoreAdmin, room: string) => readableIn(await admin.read(room as RoomId))?.start.epoch;
  expect(await epochIn(is, 'good')).toBe(await epochIn(was, 'good'));
  expect(await epochIn(is, 'cut')).not.toBe(await epochIn(was, 'cut'));
  await Promise.all([was.close(), is.close()]);
});

test('an exported board keeps the order of a text, though what stood between was removed', async () => {
  const place = ['--data', join(folder, 'texts')];
  const { board: made, vector } = new Replica();
  const note = elementId(ANN, 1);
  const values = { order: 'a0', x: 0, y: 0, w: 160, h: 160, color: 4 };
  const run = (n: number, text: string, after: readonly [] | readonly [ElementState['id'], number, 1]): readonly Op[] => {
    const birth = { kind: ElementKind.run, body: Body.text, facts: { target: note, place: after } };
    return [
      { kind: 'add', id: elementId(ANN, n), lamport: n, birth, values: {} },
      { kind: 'append', id: elementId(ANN, n), offset: 0, chunk: text },
    ];
  };
  const ops: readonly Op[] = [
    { kind: 'add', id: note, lamport: 1, birth: { kind: ElementKind.note, body: Body.none, facts: {} }, values },
    ...run(9, 'first ', []),
    ...run(3, 'gone ', [elementId(ANN, 9), 5, 1]),
    ...run(2, 'last', [elementId(ANN, 3), 4, 1]),
    { kind: 'alive', ids: [elementId(ANN, 3)], lamport: 20, alive: false },
  ];
  made.apply(ANN, ops, { origin: ORIGIN, seq: 1 });
  vector.advance(ORIGIN, 1);
  await stored(place, PLANS, { ...board(), vector: vector.pairs(), states: [...made.statesPast()] });
  const file = join(folder, 'texts.inkroom');
  expect(await rooms(['export', 'Plans', file], place)).toMatchObject({ code: 0 });
  expect(await rooms(['import', 'copy', file], place)).toMatchObject({ code: 0 });
  const admin = await openAdmin(storeAt(place), 'read');
  const copy = readableIn(await admin.read('copy' as RoomId));
  expect(copy && textOf(copy.start.replica.board, note)).toBe('first last');
  await admin.close();
});
