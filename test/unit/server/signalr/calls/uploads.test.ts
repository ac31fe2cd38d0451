import type { HubCall, HubMethod } from '@inkroom/signalr/hub';
import { HubError } from '@inkroom/signalr/hub';
import { describe, expect, test } from 'vitest';
import { Uploads } from '../../../../../server/signalr/calls/uploads.ts';
import { type FakeTransport, openConnection, turn } from '../open-connection.ts';

const RS = '\u001e';
const say = (message: object): string => JSON.stringify(message) + RS;
const begin = (id: string, target: string, ...streamIds: string[]): string =>
  say({ type: 1, invocationId: id, target, arguments: [], streamIds });
const item = (id: string, value: unknown): string => say({ type: 2, invocationId: id, item: value });
const done = (id: string, error?: string): string => say({ type: 3, invocationId: id, error });

const heardFrom = ({ frames }: FakeTransport): string => frames.map(({ text }) => text).join('');

async function sum({ uploads }: HubCall): Promise<number> {
  let total = 0;
  for await (const one of uploads[0] ?? []) total += Number(one);
  return total;
}

const methods: Record<string, HubMethod> = {
  sum: { kind: 'call', uploads: 1, run: sum },
  ignore: { kind: 'call', uploads: 1, run: () => 'ignored' },
  never: { kind: 'call', uploads: 1, run: () => new Promise(() => undefined) },
  first: {
    kind: 'call',
    uploads: 1,
    run: async ({ uploads }) => {
      for await (const one of uploads[0] ?? []) return one;
      return 'none';
    },
  },
  echo: { kind: 'call', run: ({ args }) => args[0] },
};

describe('streams from a client', () => {
  test('[79] reach the method whole, in order and to their end, however they are cut into frames', async () => {
    const { say: hear, transport } = openConnection({ methods });
    const all = begin('1', 'sum', '2') + [1, 2, 3].map((n) => item('2', n)).join('') + done('2');
    for (const byte of Buffer.from(all).toString('latin1')) hear(byte);
    await turn();
    expect(heardFrom(transport)).toContain(`{"type":3,"invocationId":"1","result":6}${RS}`);
  });

  test("[79] end in the method with the client's error, after the items before it", async () => {
    const uploads = new Uploads(() => undefined);
    const [upload] = uploads.open(['1']) ?? [];
    upload?.push('item', 4);
    uploads.complete('1', 'broke');
    expect(await upload?.next()).toEqual({ value: 'item', done: false });
    await expect(upload?.next()).rejects.toThrow(new HubError('broke'));
    expect(await upload?.next()).toEqual({ value: undefined, done: true });
  });

  test('stop the client when the items of all of them are too large together, though none has many', async () => {
    const { say: hear, transport } = openConnection({ methods, limits: { uploadBytes: 10_000 } });
    for (let n = 0; n < 5; n++) hear(begin(`c${n}`, 'never', `u${n}`));
    for (let n = 0; n < 4; n++) hear(item(`u${n}`, 'x'.repeat(2_400)));
    expect(transport.events).toEqual([]);
    hear(item('u4', 'x'.repeat(2_400)));
    expect(transport.events).toEqual(['pause']);
  });

  test('[81] that nobody reads stop the client after a few items, and reading sets it going again', async () => {
    const { say: hear, transport } = openConnection({ methods, limits: { uploadItems: 10 } });
    hear(begin('1', 'never', '2'));
    for (let n = 0; n < 10; n++) hear(item('2', n));
    expect(transport.events).toEqual([]);
    hear(item('2', 10));
    hear(say({ type: 1, invocationId: '3', target: 'echo', arguments: ['unread'] }));
    await turn();
    expect(transport.events).toEqual(['pause']);
    expect(heardFrom(transport)).not.toContain('unread');
    // Another stream that is read does not help; its own end does.
    const reading = openConnection({ methods, limits: { uploadItems: 1 } });
    reading.say(begin('1', 'first', '2') + [1, 2, 3, 4].map((n) => item('2', n)).join('') + done('2'));
    await turn();
    await turn();
    expect(heardFrom(reading.transport)).toContain('{"type":3,"invocationId":"1","result":1}');
    expect(reading.transport.events.at(-1)).toBe('resume');
  });

  test('[80] of an unknown id, or that come after their method has ended, are ignored', async () => {
    const { say: hear, transport } = openConnection({ methods });
    hear(item('nobody', 1) + done('nobody'));
    hear(begin('1', 'ignore', '2'));
    await turn();
    for (let n = 0; n < 50; n++) hear(item('2', n));
    hear(done('2') + say({ type: 1, invocationId: '3', target: 'echo', arguments: ['alive'] }));
    await turn();
    expect(heardFrom(transport)).toContain('"result":"ignored"');
    expect(heardFrom(transport)).toContain('"result":"alive"');
    expect(transport.events).toEqual([]);
  });

  test('with an id that is in use are refused, and the first stream goes on', async () => {
    const { say: hear, transport } = openConnection({ methods });
    hear(begin('1', 'sum', '2') + begin('3', 'sum', '2') + item('2', 5) + done('2'));
    await turn();
    expect(heardFrom(transport)).toContain(`{"type":3,"invocationId":"3","error":"Stream ID '2' is already in use."}`);
    expect(heardFrom(transport)).toContain('{"type":3,"invocationId":"1","result":5}');
  });

  test('in the wrong number fail the call with the text of the recorded server', async () => {
    const { say: hear, transport } = openConnection({ methods });
    hear(begin('1', 'sum', '2', '3') + begin('4', 'echo', '5'));
    await turn();
    const why = (target: string, sent: number, expects: number): string =>
      `An unexpected error occurred invoking '${target}' on the server. HubException: Client sent ${sent} stream(s), Hub method expects ${expects}.`;
    expect(heardFrom(transport)).toContain(why('sum', 2, 1));
    expect(heardFrom(transport)).toContain(why('echo', 1, 0));
  });

  test('fail in the method when the connection ends, and are more than a client may have in no case', async () => {
    const failed: unknown[] = [];
    const reading: HubMethod = {
      kind: 'call',
      uploads: 1,
      run: (call) => sum(call).catch((error: unknown) => failed.push(error)),
    };
    const { say: hear, transport, connection } = openConnection({ methods: { reading }, limits: { streamsPerConnection: 2 } });
    hear(begin('1', 'reading', 'a') + begin('2', 'reading', 'b') + begin('3', 'reading', 'c'));
    await turn();
    expect(heardFrom(transport)).toContain('"invocationId":"3","error":"Failed to invoke');
    connection.onGone('lost');
    await turn();
    expect(failed).toEqual([new Error('The connection has ended.'), new Error('The connection has ended.')]);
  });
});

describe('questions to a client', () => {
  test('[82][83] are answered by its Completion, and an answer to nothing is ignored', async () => {
    const { connection, say: hear, transport } = openConnection();
    const asked = connection.ask('answer', [5]);
    await turn();
    expect(heardFrom(transport)).toBe(`{}${RS}{"type":1,"invocationId":"s1","target":"answer","arguments":[5]}${RS}`);
    hear(say({ type: 3, invocationId: 's99', result: 'nothing' }));
    hear(say({ type: 3, invocationId: 's1', result: { v: 5 } }));
    expect(await asked).toEqual({ v: 5 });
    hear(say({ type: 3, invocationId: 's1', result: 'again' }));
    expect(connection.isOpen).toBe(true);
  });

  test('[82] fail by an error, by no result, by time, by the asker, and by the end of the connection', async () => {
    const { connection, say: hear, clock } = openConnection({ limits: { clientResultTimeoutMs: 5_000 } });
    const ask = (signal?: AbortSignal): Promise<unknown> =>
      connection.ask('answer', [], signal === undefined ? {} : { signal }).then(
        () => 'answered',
        (error: Error) => error.message,
      );
    const cancel = new AbortController();
    const [error, nothing, cancelled, late] = [ask(), ask(), ask(cancel.signal), ask()];
    hear(say({ type: 3, invocationId: 's1', error: 'no' }) + say({ type: 3, invocationId: 's2' }));
    cancel.abort();
    clock.advance(5_000);
    const unanswered = ask();
    connection.onGone('lost');
    expect(await Promise.all([error, nothing, cancelled, late, unanswered, ask()])).toEqual([
      'no',
      "Exception of type 'Microsoft.AspNetCore.SignalR.HubException' was thrown.",
      'The question was cancelled.',
      'The client did not answer.',
      'The connection has ended.',
      'The connection has ended.',
    ]);
    expect(clock.timers).toBe(0);
  });
});
