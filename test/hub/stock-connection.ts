import { HttpTransportType, type HubConnection, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import type { ContractClient } from '../contracts/client-transport.ts';

export interface StockConnection extends ContractClient {
  readonly hub: HubConnection;
}

/** Targets that the stock client would complain about if nobody listened. */
const TARGETS = ['f', 'refused', 'notice', 'hello', 'news', 'mark', 'n', 'last'];

/** Microsoft's own JavaScript client, connected. `server`: `http://host:port`. */
export async function connectStock(server: string, protocol: 'messagepack' | 'json' = 'messagepack'): Promise<StockConnection> {
  const builder = new HubConnectionBuilder()
    .withUrl(`${server}/hub`, { transport: HttpTransportType.WebSockets })
    .configureLogging(LogLevel.None);
  if (protocol === 'messagepack') builder.withHubProtocol(new MessagePackHubProtocol());
  const hub = builder.build();
  const received: { target: string; args: unknown[] }[] = [];
  for (const target of TARGETS) hub.on(target, (...args: unknown[]) => void received.push({ target, args }));
  const closed = new Promise<string | undefined>((resolve) => hub.onclose((error) => resolve(error?.message)));
  await hub.start();
  return {
    hub,
    received,
    closed,
    call: (method, ...args) => hub.invoke(method, ...args),
    send: (method, ...args) => hub.send(method, ...args),
    stream: (method, ...args) =>
      new Promise((resolve, reject) => {
        const items: unknown[] = [];
        hub
          .stream(method, ...args)
          .subscribe({ next: (item) => items.push(item), error: reject, complete: () => resolve(items) });
      }),
    stop: () => hub.stop(),
  };
}
