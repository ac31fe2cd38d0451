import net, { type AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import type { RoomId } from '../../../../core/board/ids.ts';
import { PictureSending, type SendingBounds } from '../../../../server/http/picture-sending.ts';
import { type PicturesRoute, servePictures } from '../../../../server/http/pictures-route.ts';
import type { Picture } from '../../../../server/hub/pictures/picture-exchange.ts';
import { eventually } from '../../../support/eventually.ts';
import { hashOf, pngBytes } from '../../../support/picture.ts';

const MIB = 1024 * 1024;
const room = 'room-1' as RoomId;
const shown = hashOf(pngBytes(1));
const at = (hash: string): string => `/pictures/${room}/${hash}`;

/** The route on a port of its own. The first part of a request's path is no address here: a header says it. */
async function served(exchange: Partial<PicturesRoute['exchange']>) {
  const app = fastify({ bodyLimit: 1 });
  servePictures(app, {
    exchange: { get: async () => undefined, put: async () => undefined, shows: (_, hash) => hash === shown, ...exchange },
    addressOf: ({ headers }) => String(headers['x-address'] ?? 'one'),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => app.close());
  return (app.server.address() as AddressInfo).port;
}

/** A socket that sends this and reads only what it is told to. */
async function talk(port: number, text: string, reads = true) {
  const socket = net.connect({ port, host: '127.0.0.1' });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  let heard = '';
  let isClosed = false;
  if (reads) socket.on('data', (data) => (heard += data.toString('latin1').slice(0, 200)));
  socket.on('close', () => {
    isClosed = true;
  });
  socket.write(text);
  return { socket, heard: () => heard, isClosed: () => isClosed };
}
const putHead = (hash: string, address: string): string =>
  `PUT ${at(hash)} HTTP/1.1\r\nHost: h\r\nX-Address: ${address}\r\nContent-Type: image/png\r\nContent-Length: ${5 * MIB}\r\n\r\n`;

test('[PIC-5] readers that take nothing share one copy of a picture', async () => {
  let reads = 0;
  const bytes = pngBytes(1, 8 * MIB);
  const get = async (): Promise<Picture> => {
    reads++;
    return { bytes, type: 'image/png' };
  };
  const port = await served({ get });
  const asked = `GET ${at(shown)} HTTP/1.1\r\nHost: h\r\n\r\n`;
  const readers = await Promise.all(Array.from({ length: 4 }, () => talk(port, asked.repeat(8), false)));
  // A fifth reader gets it meanwhile.
  const answer = await fetch(`http://127.0.0.1:${port}${at(shown)}`);
  expect((await answer.arrayBuffer()).byteLength).toBe(bytes.length);
  expect(reads).toBe(1);
  // When all have gone it is read again.
  for (const { socket } of readers) socket.destroy();
  await eventually(async () => {
    await (await fetch(`http://127.0.0.1:${port}${at(shown)}`)).arrayBuffer();
    expect(reads).toBeGreaterThan(1);
  });
});

test('[PIC-1] [PIC-2] a picture that no element shows is refused before its bytes are sent', async () => {
  const port = await served({});
  const { heard } = await talk(port, putHead(hashOf(pngBytes(2)), 'one'));
  await eventually(() => expect(heard()).toMatch(/^HTTP\/1\.1 409 /));
});

test('[PIC-5] one network address leaves places for the uploads of others', async () => {
  const port = await served({});
  const slow = await Promise.all(Array.from({ length: 12 }, () => talk(port, putHead(shown, 'one'))));
  const asked = async (address: string): Promise<string> => {
    const { heard, socket } = await talk(port, putHead(shown, address));
    socket.write(Buffer.alloc(5 * MIB));
    await eventually(() => expect(heard()).not.toBe(''));
    return heard().slice(9, 12);
  };
  expect([await asked('one'), await asked('two')]).toEqual(['503', '204']);
  for (const { socket } of slow) socket.destroy();
  await eventually(async () => expect(await asked('one')).toBe('204'));
});

const BOUNDS: SendingBounds = { bytes: 100, addressBytes: 60, reads: 2, waiting: 1 };
const picture = (length: number) => async (): Promise<Picture> => ({ bytes: new Uint8Array(length), type: 'image/png' });

test('[PIC-5] pictures that are being sent are bounded, for all and for each address; a shared one counts once', async () => {
  const sending = new PictureSending(BOUNDS);
  const taken = await sending.take('a', 'one', picture(40));
  expect(await sending.take('b', 'one', picture(40))).toBe('busy');
  const again = await sending.take('a', 'one', picture(40));
  const elsewhere = await sending.take('a', 'two', picture(40));
  expect([again, elsewhere]).toEqual([expect.any(Object), expect.any(Object)]);
  expect(await sending.take('b', 'three', picture(60))).toMatchObject({ picture: { type: 'image/png' } });
  expect(await sending.take('c', 'four', picture(1))).toBe('busy');
  for (const one of [taken, again, elsewhere, taken]) if (typeof one === 'object') one.dispose();
  expect(await sending.take('c', 'one', picture(40))).toMatchObject({ picture: {} });
  expect(await sending.take('none', 'one', async () => undefined)).toBeUndefined();
});

test('few pictures are read at a time, also after one that could not be read', async () => {
  const sending = new PictureSending(BOUNDS);
  const ends: ((read: Picture | undefined) => void)[] = [];
  const slow = () => new Promise<Picture | undefined>((resolve) => ends.push(resolve));
  const taking = ['a', 'b', 'c'].map((key) => sending.take(key, 'one', slow));
  expect(await sending.take('d', 'one', slow)).toBe('busy');
  expect(ends).toHaveLength(2);
  for (let i = 0; i < 3; i++) {
    await eventually(() => expect(ends.length).toBeGreaterThan(i));
    ends[i]?.(undefined);
  }
  expect(await Promise.all(taking)).toEqual([undefined, undefined, undefined]);
  await expect(sending.take('e', 'one', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await sending.take('f', 'one', picture(1))).toMatchObject({ picture: {} });
});
