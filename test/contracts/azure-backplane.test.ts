import { hubKey } from '@inkroom/azure-signalr/service-urls';
import { onTestFinished } from 'vitest';
import { nameRoom } from '../../core/room/frame.ts';
import { mirrorBackplane } from '../../server/adapters/azure-signalr/mirror/mirror-backplane.ts';
import { roomGroup } from '../../server/ports/client-transport.ts';
import { behindOptions, emulate, transportBehind } from '../azure-signalr/service-rig.ts';
import { backplaneContract } from './backplane.ts';

backplaneContract('mirrors at Azure SignalR Service (emulator)', async (count) => {
  const emulator = await emulate();
  const processes = await Promise.all(
    Array.from({ length: count }, async () => {
      const hub = { methods: new Map(), connected() {}, disconnected() {} };
      const options = behindOptions(emulator.connectionString);
      const behind = await transportBehind(emulator.connectionString, hub, { serverId: options.serverId });
      const { transport, reach } = behind;
      const backplane = mirrorBackplane({ ...options, transport, reach, hubKey: hubKey(options.hubName) });
      return { behind, backplane };
    }),
  );
  onTestFinished(async () => {
    await Promise.all(processes.map(({ behind }) => behind.stop()));
    await emulator.stop();
  });
  return {
    backplanes: processes.map(({ backplane }) => backplane),
    sendToRoom(instance, room, frame) {
      processes[instance]?.behind.transport.sendToGroup(roomGroup(room), 'f', [nameRoom([...frame], room)]);
    },
  };
});
