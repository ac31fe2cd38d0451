import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeOps } from '../../core/board/codec/op-codec.ts';
import { type ClientSecret, clientIdOf, elementId } from '../../core/board/ids.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import { eventually } from '../support/eventually.ts';
import { addPicture, hashOf, pngBytes } from '../support/picture.ts';
import { type LiveHub, liveHub } from './live-hub.ts';
import { RoomClient } from './room-client.ts';

let hub: LiveHub;
let ana: RoomClient;

beforeEach(async () => {
  hub = await liveHub();
  ana = await RoomClient.join(hub.server, { name: 'Ana' });
});
afterEach(() => hub.stop());

async function show(bytes: Uint8Array): Promise<string> {
  const author = clientIdOf(ana.secret as ClientSecret);
  const n = ana.echoedN + 1;
  await ana.stock.send('p', n, encodeOps(author, [addPicture(elementId(author, n), hashOf(bytes), n)]));
  await eventually(() => expect(ana.echoedN).toBe(n));
  return `${hub.server}/pictures/room-1/${hashOf(bytes)}`;
}

const put = (url: string, bytes: Uint8Array, type = 'image/png'): Promise<Response> =>
  fetch(url, { method: 'PUT', headers: { 'content-type': type }, body: Buffer.from(bytes) });

test('[PIC-1] a picture that is put is had again, unchangeable, harmless as a page, and by pages of any origin', async () => {
  const bytes = pngBytes(7, 50_000);
  const url = await show(bytes);
  expect((await fetch(url)).status).toBe(404);
  expect((await put(url, bytes)).status).toBe(204);
  const answer = await fetch(url);
  expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), Buffer.from(bytes))).toBe(0);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  });
  const asked = await fetch(url, { method: 'OPTIONS', headers: { 'access-control-request-method': 'PUT' } });
  expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, PUT']);
});

test('[PIC-2] what a hub does not take is refused with a status and a sentence, and it serves on', async () => {
  const bytes = pngBytes(1);
  const url = await show(bytes);
  const unknown = `${hub.server}/pictures/room-1/${hashOf(pngBytes(2))}`;
  const cases: readonly (readonly [Promise<Response>, number])[] = [
    [put(unknown, pngBytes(2)), 409],
    [put(url, pngBytes(3)), 422],
    [put(url, pngBytes(1, LIMITS.pictureBytes + 1)), 413],
    [put(url, bytes, 'text/html'), 415],
    [put(`${hub.server}/pictures/room-1/short`, bytes), 400],
    [put(`${hub.server}/pictures/..%2f..%2fetc/${hashOf(bytes)}`, bytes), 400],
    [fetch(`${hub.server}/pictures/room-2/${hashOf(bytes)}`), 404],
  ];
  for (const [answer, status] of cases) {
    const response = await answer;
    expect(response.status).toBe(status);
    expect((await response.text()).trim()).not.toBe('');
  }
  expect((await put(url, bytes)).status).toBe(204);
});
