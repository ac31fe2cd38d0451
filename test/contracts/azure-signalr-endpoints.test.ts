import { hubKey } from '@inkroom/azure-signalr/service-urls';
import { onTestFinished } from 'vitest';
import { nameRoom } from '../../core/room/frame.ts';
import { mirrorBackplane } from '../../server/adapters/azure-signalr/mirror/mirror-backplane.ts';
import { roomGroup } from '../../server/ports/client-transport.ts';
import { behindOptions, emulate, transportBehind } from '../azure-signalr/service-rig.ts';
import { connectStock } from '../hub/stock-connection.ts';
import { backplaneContract } from './backplane.ts';
import { clientTransportContract } from './client-transport.ts';

clientTransportContract('two endpoints of Azure SignalR Service, clients at either', async (hub) => {
  const emulators = [await emulate(), await emulate()] as const;
  const [east, west] = emulators.map(({ connectionString }) => connectionString) as [string, string];
  const { transport, url, stop } = await transportBehind({ east, west }, hub);
  return {
    transport,
    connect: () => connectStock(url),
    async stop() {
      await stop();
      for (const emulator of emulators) await emulator.stop();
    },
  };
});

backplaneContract('mirrors at different endpoints of Azure SignalR Service', async (count) => {
  const emulators = [await emulate(), await emulate()] as const;
  const [east, west] = emulators.map(({ connectionString }) => connectionString) as [string, string];
  const processes = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const hub = { methods: new Map(), connected() {}, disconnected() {} };
      // The mirror is opened at the first.
      const strings: Readonly<Record<string, string>> = i % 2 === 0 ? { east, west } : { west, east };
      const options = behindOptions(strings);
      const behind = await transportBehind(strings, hub, { serverId: options.serverId });
      const { transport, reach } = behind;
      const backplane = mirrorBackplane({ ...options, transport, reach, hubKey: hubKey(options.hubName) });
      return { behind, backplane };
    }),
  );
  onTestFinished(async () => {
    await Promise.all(processes.map(({ behind }) => behind.stop()));
    for (const emulator of emulators) await emulator.stop();
  });
  return {
    backplanes: processes.map(({ backplane }) => backplane),
    sendToRoom(instance, room, frame) {
      processes[instance]?.behind.transport.sendToGroup(roomGroup(room), 'f', [nameRoom([...frame], room)]);
    },
  };
});
