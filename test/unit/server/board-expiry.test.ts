import { expect, test } from 'vitest';
import type { Log } from '../../../core/base/host.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import { expireBoards } from '../../../server/board-expiry.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const DAY = 24 * 60 * 60_000;

test('[SAVE-8] boards are looked through at the start and every hour, until it ends; a store that fails is tried again', async () => {
  const clock = new FakeClock();
  const asked: number[] = [];
  const lines: string[] = [];
  const note = (event: string): void => void lines.push(event);
  const log = { debug: note, info: note, warn: note, error: note } as unknown as Log;
  const store = {
    expire: (before: number): Promise<readonly RoomId[]> => {
      asked.push(before);
      return asked.length === 2 ? Promise.reject(new Error('full')) : Promise.resolve(['plans' as RoomId]);
    },
  };
  const forgotten: string[] = [];
  const pictures = { forget: async (room: RoomId) => void forgotten.push(room) };
  const start = clock.now();
  const expiring = expireBoards({ store, pictures }, 30, { clock, log });
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  await settle();
  clock.advance(60 * 60_000);
  await settle();
  clock.advance(60 * 60_000);
  await settle();
  expect(asked).toEqual([0, 1, 2].map((hour) => start + hour * 60 * 60_000 - 30 * DAY));
  expect(lines).toEqual(['server.store_expired', 'server.store_expiry_failed', 'server.store_expired']);
  expect(forgotten).toEqual(['plans', 'plans']);
  expiring.dispose();
  clock.advance(24 * 60 * 60_000);
  await settle();
  expect(asked).toHaveLength(3);
});
