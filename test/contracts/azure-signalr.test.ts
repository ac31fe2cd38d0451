import { emulate, transportBehind } from '../azure-signalr/service-rig.ts';
import { connectStock } from '../hub/stock-connection.ts';
import { clientTransportContract } from './client-transport.ts';

clientTransportContract('Azure SignalR Service (emulator)', async (hub) => {
  const emulator = await emulate();
  const { transport, url, stop } = await transportBehind(emulator.connectionString, hub);
  return {
    transport,
    connect: () => connectStock(url),
    async stop() {
      await stop();
      await emulator.stop();
    },
  };
});
