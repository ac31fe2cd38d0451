import { hubKey } from '@inkroom/azure-signalr/service-urls';
import { onTestFinished, test } from 'vitest';
import type { Clock } from '../../core/base/host.ts';
import { newInstanceId } from '../../core/board/ids.ts';
import { mirrorBackplane } from '../../server/adapters/azure-signalr/mirror/mirror-backplane.ts';
import { nodeClock } from '../../server/process/node-host.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { seededRandom } from '../support/seeded.ts';
import { behindOptions, emulate, transportBehind } from './service-rig.ts';

test('an instance hears the others again as soon as it reaches the service again, however long it was about to wait', async () => {
  const emulator = await emulate();
  const hub = { methods: new Map(), connected() {}, disconnected() {} };
  const options = behindOptions(emulator.connectionString);
  const behind = await transportBehind(emulator.connectionString, hub, { serverId: options.serverId });
  onTestFinished(async () => {
    await behind.stop();
    await emulator.stop();
  });
  const { transport, reach } = behind;
  let hears = 'off';
  // No wait of the mirror's ever ends; its tokens are of today.
  const frozen = new FakeClock();
  const clock: Clock = { now: () => nodeClock.now(), mono: () => 0, after: (waitMs, run) => frozen.after(waitMs, run) };
  const line = mirrorBackplane({ ...options, clock, transport, reach, hubKey: hubKey(options.hubName) }).attach(
    newInstanceId(seededRandom(1)),
    {
      message() {},
      frame() {},
      hearing: (is) => {
        hears = is;
      },
    },
  );
  onTestFinished(() => line.dispose());
  const becomes = (is: string): Promise<void> =>
    eventually(() => {
      if (hears !== is) throw new Error(`hearing is ${hears}`);
    });
  await becomes('on');
  emulator.chaos.offline();
  await becomes('off');
  emulator.chaos.online();
  await becomes('on');
});
