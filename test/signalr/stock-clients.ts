import { HttpTransportType, type HubConnection, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';

export type ProtocolName = 'json' | 'messagepack';
export type TransportName = 'WebSockets' | 'ServerSentEvents' | 'LongPolling';

export interface StockOptions {
  readonly protocol?: ProtocolName;
  readonly transport?: TransportName;
  readonly token?: string;
  readonly change?: (builder: HubConnectionBuilder) => HubConnectionBuilder;
}

/** A client as applications have it. Quiet: what it would log, the test asserts. */
export function stockClient(url: string, options: StockOptions = {}): HubConnection {
  const { protocol = 'json', transport = 'WebSockets', token, change = (builder) => builder } = options;
  const http = {
    transport: HttpTransportType[transport],
    ...(token === undefined ? {} : { accessTokenFactory: () => token }),
  };
  const builder = change(new HubConnectionBuilder().withUrl(url, http).configureLogging(LogLevel.None));
  return (protocol === 'messagepack' ? builder.withHubProtocol(new MessagePackHubProtocol()) : builder).build();
}
