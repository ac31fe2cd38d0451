import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { decodePoints } from '../../../core/board/bodies/points-codec.ts';
import { eventually } from '../../support/eventually.ts';
import { newPerson, Pen, STROKE_POINTS } from '../crowd/person.ts';
import { RoomReadings, stampedAt, stampOf } from '../crowd/readings.ts';
import { relayTalk } from '../crowd/relay-talk.ts';
import { STAMPS, type Talk } from '../crowd/talk.ts';

/** The crowd must be right before its numbers can be. */
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const PLAN = {
  server: 'relay',
  isBehindService: false,
  rooms: 1,
  peoplePerRoom: 2,
  moving: 1,
  drawing: 1,
  warmMs: 0,
  measureMs: 0,
  drainMs: 0,
} as const;

test('a stamp gives back its moment, also over the end of its range', () => {
  for (const sent of [5, STAMPS - 1, STAMPS, 3 * STAMPS + 77]) {
    for (const later of [0, 40, STAMPS - 100]) expect(stampedAt(stampOf(sent), sent + later)).toBe(sent);
  }
});

test('a pen draws 120 points a second, in whole strokes', () => {
  const pen = new Pen(3, 0);
  const first: Uint8Array[] = [];
  let strokes = 0;
  for (let now = 33; now <= 6_600; now += 33) {
    const ink = pen.take(now);
    strokes = ink.stroke;
    if (ink.stroke === 1) first.push(ink.points);
  }
  expect(decodePoints(Buffer.concat(first), false).xy).toHaveLength(2 * STROKE_POINTS);
  expect(strokes).toBe(3);
});

test('the relay’s words come back whole, and a person’s own updates are known', async () => {
  const http = createServer();
  servers.push(http);
  new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket) => {
    socket.on('message', (bytes, isBinary) => socket.send(bytes, { binary: isBinary }));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const people = [newPerson(0, 0, 0, 'draws'), newPerson(1, 0, 1, 'moves')] as const;
  const talk = relayTalk({ ...PLAN, doors: [{ port: (http.address() as AddressInfo).port }] }, () => people);
  const readings = new RoomReadings(talk);
  const heard: number[][] = [];
  const [ann, bo] = people;
  await talk.join(
    ann,
    (bytes, start, end) => {
      const { sentAt, drawnAt, ofPlace } = readings.of(ann, bytes, start, end);
      heard.push([sentAt.length, drawnAt.length, ofPlace.get(0) ?? 0, ofPlace.get(1) ?? 0]);
    },
    () => undefined,
  );
  const pen = new Pen(0, performance.now() - 2_000);
  ann.sentAt.push(1);
  ann.drawnAt.push(1);
  ann.socket?.send(talk.ink(ann, 1, pen.take(performance.now())));
  ann.socket?.send(talk.cursor(bo, stampOf(performance.now())));
  await eventually(() => expect(heard).toHaveLength(2));
  expect(heard).toEqual([
    [1, 1, 1, 0],
    [1, 0, 0, 1],
  ]);
  ann.socket?.close();
});

test('a message that is the same for all is read once', () => {
  let reads = 0;
  const talk: Pick<Talk, 'read'> = {
    read: () => {
      reads++;
      return { cursors: [[0, 1]], inks: [], pace: undefined };
    },
  };
  const readings = new RoomReadings(talk as Talk);
  const bytes = Buffer.from('frame one, frame two');
  for (let i = 0; i < 100; i++) readings.of(newPerson(i, 0, i, 'watches'), bytes, 0, 9);
  expect(reads).toBe(1);
  readings.of(newPerson(0, 0, 0, 'watches'), bytes, 11, 20);
  expect(reads).toBe(2);
  // Another instance's frames mean other people by the same numbers.
  const elsewhere = newPerson(1, 0, 1, 'watches');
  elsewhere.origin = 'elsewhere';
  readings.of(elsewhere, bytes, 0, 9);
  expect(reads).toBe(3);
});
