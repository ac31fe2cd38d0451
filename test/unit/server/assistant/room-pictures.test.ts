import { expect, test } from 'vitest';
import type { RoomId } from '../../../../core/board/ids.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { RoomPictures } from '../../../../server/assistant/room-pictures.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { hashOf, pngBytes } from '../../../support/picture.ts';

const SERVER = 'http://127.0.0.1:7420';
const ROOM = 'room-1' as RoomId;

/** A hub that answers with these bodies, by hash. Undefined: it never answers. */
function hub(bodies: ReadonlyMap<string, Uint8Array | undefined>, keptBytes = 1_000) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const ask = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const hash = String(url).slice(`${SERVER}/pictures/${ROOM}/`.length);
    asked.push(hash);
    if (!bodies.has(hash)) return new Response('This picture is not here.', { status: 404 });
    const body = bodies.get(hash);
    if (body !== undefined) return new Response(Buffer.from(body), { headers: { 'content-type': 'image/png' } });
    return new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
  };
  const pictures = new RoomPictures({ link: { server: SERVER, room: ROOM }, ask, clock, bounds: { ms: 15_000, keptBytes } });
  return { clock, asked, pictures };
}

test('pictures come from the hub of the link, and those that were used last are kept up to a number of bytes', async () => {
  const [one, two, three] = [pngBytes(1, 400), pngBytes(2, 400), pngBytes(3, 400)];
  const [a, b, c] = [one, two, three].map(hashOf) as [string, string, string];
  const { asked, pictures } = hub(
    new Map([
      [a, one],
      [b, two],
      [c, three],
    ]),
  );
  const read = pictures.reading();
  expect(await read(a)).toEqual({ bytes: Buffer.from(one), type: 'image/png' });
  await read(b);
  await read(a);
  await read(c);
  expect(asked).toEqual([a, b, c]);
  await read(a);
  expect(asked).toHaveLength(3);
  await read(b);
  expect(asked).toEqual([a, b, c, b]);
});

test('what the hub lacks, what has another hash and what is too large is no picture', async () => {
  const [a, b, c] = [1, 2, 3].map((seed) => hashOf(pngBytes(seed))) as [string, string, string];
  const { pictures } = hub(
    new Map([
      [a, pngBytes(9)],
      [c, new Uint8Array(LIMITS.pictureBytes + 1)],
    ]),
  );
  const read = pictures.reading();
  for (const hash of [a, b, c]) expect(await read(hash)).toBeUndefined();
});

test('all pictures of one drawing have fifteen seconds together; the next drawing has its own', async () => {
  const [silent, good] = [hashOf(pngBytes(1)), hashOf(pngBytes(2))];
  const { clock, asked, pictures } = hub(
    new Map([
      [silent, undefined],
      [good, pngBytes(2)],
    ]),
  );
  const read = pictures.reading();
  const waiting = read(silent);
  clock.advance(15_000);
  expect(await waiting).toBeUndefined();
  expect(await read(good)).toBeUndefined();
  expect(asked).toEqual([silent]);
  expect(await pictures.reading()(good)).toBeDefined();
});
