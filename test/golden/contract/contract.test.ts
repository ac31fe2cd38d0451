import { existsSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { InstanceId, RoomId } from '../../../core/board/ids.ts';
import { CONTRACT_VERSION, worksWith } from '../../../core/contract/hub-contract.ts';
import { decodeFrame, type Frame, openBatches } from '../../../core/room/frame.ts';
import { Replica } from '../../../core/room/replica.ts';
import { Members } from '../../../renderer/session/joining/members.ts';
import { parseWelcome } from '../../../renderer/session/joining/parse-welcome.ts';
import { CatchUpReader } from '../../../renderer/session/sync/catch-up-reader.ts';
import { liveHub } from '../../hub/live-hub.ts';
import { RoomClient } from '../../hub/room-client.ts';
import { eventually } from '../../support/eventually.ts';
import { read } from '../../unit/server/hub/hub-fixture.ts';
import {
  contentOf,
  factsOf,
  HubMessage,
  messagesIn,
  type RecordedConnection,
  type RecordedLife,
  readRecording,
} from './recording.ts';

const bytesOf = (message: string): Uint8Array => Uint8Array.from(Buffer.from(message, 'base64'));
const recordings = [CONTRACT_VERSION - 1, CONTRACT_VERSION, CONTRACT_VERSION + 1]
  .filter((version) => existsSync(new URL(`./contract-${version}.json`, import.meta.url)))
  .map(readRecording);

test('[HS-6] this version of the contract is recorded, and works with every recorded one that is next to it', () => {
  const versions = recordings.map(({ contract }) => contract);
  expect(versions).toContain(CONTRACT_VERSION);
  expect(versions.filter((version) => !worksWith(version))).toEqual([]);
});

/** A connection of a client that says what was recorded, and waits for its answers as that client did. */
async function connect(server: string, handshake: string) {
  const url = `${server}/hub/negotiate?negotiateVersion=1&useStatefulReconnect=true`;
  const { connectionToken } = (await (await fetch(url, { method: 'POST' })).json()) as { readonly connectionToken: string };
  const socket = new WebSocket(`${server.replace(/^http/, 'ws')}/hub?id=${connectionToken}`);
  onTestFinished(() => socket.terminate());
  const heard: (readonly unknown[])[] = [];
  const greeting = Promise.withResolvers<string>();
  let isGreeted = false;
  let rest: Uint8Array = new Uint8Array();
  socket.on('error', greeting.reject);
  socket.on('message', (data: Buffer) => {
    let bytes: Uint8Array = data;
    if (!isGreeted) {
      const end = data.indexOf(0x1e) + 1;
      isGreeted = true;
      greeting.resolve(data.subarray(0, end).toString());
      bytes = data.subarray(end);
    }
    const taken = messagesIn(Buffer.concat([rest, bytes]));
    rest = taken.rest;
    heard.push(...taken.messages.map(contentOf));
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(handshake);
  expect(await greeting.promise).toBe('{}\u001e');
  return {
    heard,
    async say(message: Uint8Array): Promise<void> {
      socket.send(message);
      const [type, , id] = contentOf(message);
      const isAnswered = type === HubMessage.streamInvocation || (type === HubMessage.invocation && id !== null);
      if (!isAnswered) return;
      await eventually(() => expect(heard.find((one) => one[0] === HubMessage.completion && one[2] === id)).toBeDefined());
      const answer = heard.find((one) => one[0] === HubMessage.completion && one[2] === id);
      // 1: an error.
      expect(answer?.[3], `what came of ${JSON.stringify(contentOf(message))}`).not.toBe(1);
    },
  };
}

const invocationsOf = (heard: readonly (readonly unknown[])[], target: string) =>
  heard.filter((message) => message[0] === HubMessage.invocation && message[3] === target).map((message) => message[4]);

/** What a client of today makes of what that hub said to one of its clients. */
function listen(room: RoomId, { up, down }: RecordedConnection, replica = new Replica()): Replica {
  const asked = new Map(
    up
      .map(bytesOf)
      .map(contentOf)
      .map((message) => [message[2], message[3]]),
  );
  const readers = new Map<unknown, CatchUpReader>();
  const members = new Members('' as never);
  let origin = '' as InstanceId;
  let held: Frame[] | undefined = [];

  function apply(frame: Frame): void {
    const from = frame.origin ?? origin;
    members.joined(from, frame.members);
    const batches = read(openBatches(frame, (no) => members.authorOf(from, no)));
    const { gap } = replica.receive({ origin: from, firstSeq: frame.firstSeq, batches });
    expect(gap).toBeUndefined();
    members.left(from, frame.members);
  }
  function caughtUp(): void {
    for (const frame of held ?? []) apply(frame);
    held = undefined;
  }

  for (const message of down.map(bytesOf).map(contentOf)) {
    const [type, , id, last, result] = message;
    if (type === HubMessage.invocation && last === 'f') {
      const [args] = result as readonly unknown[];
      const frame = read(decodeFrame(args as readonly unknown[]));
      if (held) held.push(frame);
      else apply(frame);
    } else if (type === HubMessage.completion && asked.get(id) === 'join') {
      const welcome = read(parseWelcome(result, room));
      origin = welcome.origin;
      members.replace(origin, welcome.members);
      // Of a board on which nothing was drawn there is nothing to ask for, whatever one had before.
      if (welcome.catchUp === 'none' || welcome.vector.length === 0) caughtUp();
    } else if (type === HubMessage.streamItem) {
      const reader = readers.get(id) ?? new CatchUpReader();
      readers.set(id, reader);
      read(reader.item(last));
    } else if (type === HubMessage.completion && readers.has(id)) {
      const whole = read(readers.get(id)?.finish() ?? { ok: false, error: 'no stream' });
      if (whole.how === 'suffix') for (const part of whole.parts) replica.receive(part);
      else {
        const states = Array.from({ length: whole.states.size }, (_, i) => read(whole.states.state(i)));
        replica.merge(states, whole.vector);
      }
      members.replace(origin, whole.members);
      caughtUp();
    }
  }
  return replica;
}

describe.each(recordings)('contract $contract', ({ room, lives }) => {
  test.each(lives)(
    '[HS-6] its clients draw on a hub of today, and everybody sees the same board (life %#)',
    async (life: RecordedLife) => {
      const hub = await liveHub();
      onTestFinished(() => hub.stop());
      const today = await RoomClient.join(hub.server, { room });
      const heard: (readonly unknown[])[] = [];
      for (const { handshake, up } of life.connections) {
        const client = await connect(hub.server, handshake);
        for (const message of up) await client.say(bytesOf(message));
        heard.push(...client.heard);
      }
      await eventually(() => expect(factsOf(today.replica.board)).toEqual(life.board));
      expect(invocationsOf(heard, 'refused')).toEqual([]);
      expect(hub.refused()).toEqual([]);
    },
  );

  test('[HS-6] a client of today reads what its hubs say, and sees the same board', () => {
    for (const life of lives) {
      const seen = life.connections.filter(({ down }) => down.length > 0);
      expect(seen.length).toBeGreaterThan(0);
      // All of them were there to the end.
      for (const connection of seen) expect(factsOf(listen(room as RoomId, connection).board)).toEqual(life.board);
    }
  });
});
