import { expect, test, vi } from 'vitest';
import type { FromHub } from '../../../../core/contract/desktop/hub-parent.ts';
import { talkWithParent } from '../../../../server/cli/parent-talk.ts';

/** A hub with its parent; `done` lists what was asked of it, in order. */
function hubWithParent(open: (host: string) => Promise<string> = async (host) => `http://${host}:7420`) {
  const told: FromHub[] = [];
  const done: string[] = [];
  let hear: (message: unknown) => void = () => {};
  const parent = {
    hostKey: 'key',
    tell: (message: FromHub) => void told.push(message),
    hear: (listener: (message: unknown) => void) => {
      hear = listener;
    },
  };
  const running = {
    doors: {
      open(host: string, port: number) {
        done.push(`open ${host} ${port}`);
        return open(host);
      },
      close: async (host: string) => void done.push(`close ${host}`),
      closeAll: async () => {},
      servers: () => [],
    },
    hub: { company: () => ({ guests: 0, unkeptRooms: 0 }), sendGuestsAway: () => void done.push('send away') },
  };
  talkWithParent(parent, running, () => done.push('end'));
  return { told, done, say: (message: unknown) => hear(message) };
}

test('opens and shuts doors one after the other, and says what came of each', async () => {
  const { told, done, say } = hubWithParent();
  say({ kind: 'openDoor', host: '192.168.1.7', port: 7420 });
  say({ kind: 'closeDoor', host: '192.168.1.7' });
  await vi.waitFor(() => expect(told).toHaveLength(2));
  expect(told).toEqual([
    { kind: 'doorOpen', host: '192.168.1.7', server: 'http://192.168.1.7:7420' },
    { kind: 'doorClosed', host: '192.168.1.7' },
  ]);
  expect(done).toEqual(['open 192.168.1.7 7420', 'send away', 'close 192.168.1.7']);
});

test('a door that cannot be opened is said to be so, with the system’s code', async () => {
  const { told, say } = hubWithParent(async () => {
    throw Object.assign(new Error('no'), { code: 'EACCES' });
  });
  say({ kind: 'openDoor', host: '192.168.1.7', port: 80 });
  await vi.waitFor(() => expect(told).toEqual([{ kind: 'doorFailed', host: '192.168.1.7', code: 'EACCES' }]));
});

test.each(['0.0.0.0', '::', 'localhost', 'evil.example'])('%s is no address for a door', async (host) => {
  const { told, done, say } = hubWithParent();
  say({ kind: 'openDoor', host, port: 7420 });
  await vi.waitFor(() => expect(told).toEqual([{ kind: 'doorFailed', host, code: 'EINVAL' }]));
  expect(done).toEqual([]);
});

test('what is no word of the contract changes nothing; the end is passed on', () => {
  const { told, done, say } = hubWithParent();
  for (const wrong of [null, 'end', { kind: 'open' }, { kind: 'closeDoor' }]) say(wrong);
  say({ kind: 'end' });
  expect([told, done]).toEqual([[], ['end']]);
});
