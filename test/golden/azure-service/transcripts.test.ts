import { readFileSync } from 'node:fs';
import { MessageStream } from '@inkroom/azure-signalr/protocol/message-stream';
import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import type { ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import { writeServiceMessage } from '@inkroom/azure-signalr/protocol/write-message';
import { describe, expect, test } from 'vitest';

/** What Microsoft's SDK 1.34.0 was recorded to send and to receive as an application server; see `about` in the file. */
interface Recorded {
  readonly dir?: 'app-to-service' | 'service-to-app';
  readonly name?: string;
  readonly hex?: string;
}

const { situations } = JSON.parse(readFileSync(new URL('sdk-transcripts.json', import.meta.url), 'utf8')) as {
  readonly situations: readonly { readonly id: string; readonly title: string; readonly entries: readonly Recorded[] }[];
};

const framesOf = (entries: readonly Recorded[]): Buffer[] =>
  entries.flatMap(({ hex }) => (hex === undefined ? [] : [Buffer.from(hex, 'hex')]));

function readAll(frames: readonly Buffer[]): ServiceMessage[] {
  const stream = new MessageStream();
  const messages: ServiceMessage[] = [];
  for (const frame of frames) {
    stream.push(frame);
    for (let taken = stream.take(); taken !== undefined; taken = stream.take()) {
      // The recording stand-in sent a message of a type that nobody knows, to see it skipped.
      if (taken.kind === 'unknown') continue;
      if (taken.kind !== 'message') throw new Error(JSON.stringify(taken));
      messages.push(taken.message);
    }
  }
  return messages;
}

describe.each(situations.filter(({ entries }) => framesOf(entries).length > 0))('$id', ({ entries }) => {
  test('every recorded frame is read, and written with the same bytes', () => {
    const frames = framesOf(entries);
    const written = readAll(frames).map((message) => writeServiceMessage(message).toString('hex'));
    const known = frames.filter((frame) => readAll([Buffer.from(frame)]).length > 0).map((frame) => frame.toString('hex'));
    expect(written).toEqual(known);
    expect(known.length).toBeGreaterThanOrEqual(frames.length - 1);
  });
});

test('the recordings hold every message that an application server with hubs and groups needs', () => {
  const types = new Set(situations.flatMap(({ entries }) => readAll(framesOf(entries)).map(({ type }) => type)));
  for (const type of [
    T.handshakeRequest,
    T.handshakeResponse,
    T.ping,
    T.openConnection,
    T.closeConnection,
    T.connectionData,
    T.multiConnectionData,
    T.userData,
    T.broadcastData,
    T.groupBroadcastData,
    T.joinGroupWithAck,
    T.leaveGroupWithAck,
    T.ack,
    T.clientInvocation,
    T.clientCompletion,
    T.serviceMapping,
    T.serviceError,
  ])
    expect(types, `type ${type}`).toContain(type);
});
