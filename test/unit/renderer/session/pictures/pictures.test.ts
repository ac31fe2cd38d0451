import { expect, test } from 'vitest';
import { memoryPictureStore, type Picture, type PictureLine } from '../../../../../renderer/session/pictures/picture-ports.ts';
import { Pictures } from '../../../../../renderer/session/pictures/pictures.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { hashOf, pngBytes } from '../../../../support/picture.ts';

/** A hub that answers as it is told, and remembers what it was asked. */
class FakeLine implements PictureLine {
  readonly asked: string[] = [];
  readonly held = new Map<string, Picture>();
  is: 'kept' | 'early' | 'refused' | 'unreachable' = 'kept';

  async get(hash: string): ReturnType<PictureLine['get']> {
    this.asked.push(`get ${hash.slice(0, 4)}`);
    if (this.is === 'unreachable') return 'unreachable';
    return this.held.get(hash) ?? 'lacking';
  }
  async put(hash: string, picture: Picture): ReturnType<PictureLine['put']> {
    this.asked.push(`put ${hash.slice(0, 4)}`);
    if (this.is === 'kept') this.held.set(hash, picture);
    return this.is;
  }
}

const picture = (seed: number): Picture => ({ bytes: pngBytes(seed), type: 'image/png' });

function desk(store = memoryPictureStore()) {
  const clock = new FakeClock();
  const line = new FakeLine();
  const pictures = new Pictures({ line, store, clock, hashOf });
  const pass = async (ms: number): Promise<void> => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
    for (let passed = 0; passed < ms; passed += 100) {
      clock.advance(100);
      for (let i = 0; i < 20; i++) await Promise.resolve();
    }
  };
  return { clock, line, pictures, store, pass };
}

test('[PIC-1] what is added is unsent until the hub has it, which may know its element later', async () => {
  const { line, pictures, pass } = desk();
  line.is = 'early';
  const hash = await pictures.add(picture(1));
  await pass(2_000);
  expect(pictures.unsent).toBe(1);
  line.is = 'kept';
  await pass(2_000);
  expect(pictures.unsent).toBe(0);
  expect(line.held.get(hash)).toEqual(picture(1));
});

test('what could not be sent is sent by the next session', async () => {
  const store = memoryPictureStore();
  const first = desk(store);
  first.line.is = 'unreachable';
  await first.pictures.add(picture(1));
  await first.pass(5_000);
  first.pictures.dispose();
  const second = desk(store);
  await second.pictures.resume();
  await second.pass(100);
  expect([second.line.held.size, second.pictures.unsent, (await store.unsent()).length]).toEqual([1, 0, 0]);
});

test('[PIC-2] one that the hub refuses is told once and given up, and the next one is sent', async () => {
  const { line, pictures, pass } = desk();
  const refused: string[] = [];
  pictures.onRefused((hash) => refused.push(hash));
  line.is = 'refused';
  const hash = await pictures.add(picture(1));
  await pass(1_000);
  line.is = 'kept';
  await pictures.add(picture(2));
  await pass(1_000);
  expect(refused).toEqual([hash]);
  expect([pictures.unsent, line.held.size]).toEqual([0, 1]);
});

test('[PIC-3] a picture of others is waited for, fetched once and kept; what is not it is not taken', async () => {
  const { line, pictures, pass } = desk();
  const hash = hashOf(pngBytes(1));
  line.held.set(hash, picture(2));
  let got: Picture | undefined;
  void pictures.read(hash).then((read) => {
    got = read;
  });
  await pass(3_000);
  expect(got).toBeUndefined();
  line.held.set(hash, picture(1));
  await pass(5_000);
  expect(got).toEqual(picture(1));
  const before = line.asked.length;
  expect(await pictures.read(hash)).toEqual(picture(1));
  expect(line.asked.length).toBe(before);
});

test('[PIC-3] pictures that nobody has cost few requests, however many a board names', async () => {
  const { line, pictures, pass } = desk();
  let most = 0;
  let open = 0;
  const get = line.get.bind(line);
  line.get = async (hash) => {
    most = Math.max(most, ++open);
    const answer = await get(hash);
    open--;
    return answer;
  };
  const named = Array.from({ length: 500 }, (_, i) => hashOf(Uint8Array.of(i & 255, i >> 8)));
  for (const hash of named) void pictures.read(hash);
  await pass(10_000);
  expect(most).toBeLessThanOrEqual(6);
  const before = line.asked.length;
  expect(before).toBeGreaterThanOrEqual(500);
  await pass(20_000);
  expect(line.asked.length - before).toBeLessThanOrEqual(101);
  // One that the hub gets meanwhile still comes.
  const late = hashOf(pngBytes(1));
  line.held.set(late, picture(1));
  expect(await pictures.read(late)).toEqual(picture(1));
  pictures.dispose();
});

test('[PIC-3] a hub that lacks a picture gets it from whoever has it, once at a time', async () => {
  const { line, pictures, store, pass } = desk();
  await store.write(hashOf(pngBytes(1)), picture(1), true);
  pictures.wanted(hashOf(pngBytes(1)));
  pictures.wanted(hashOf(pngBytes(1)));
  pictures.wanted(hashOf(pngBytes(9)));
  await pass(100);
  expect(line.asked).toEqual([`put ${hashOf(pngBytes(1)).slice(0, 4)}`]);
});

test('nothing is asked any more once the room is left', async () => {
  const { line, pictures, pass } = desk();
  line.is = 'unreachable';
  await pictures.add(picture(1));
  const reading = pictures.read(hashOf(pngBytes(2)));
  await pass(1_000);
  pictures.dispose();
  const before = line.asked.length;
  await pass(60_000);
  expect(line.asked.length).toBe(before);
  expect(await reading).toBeUndefined();
});
