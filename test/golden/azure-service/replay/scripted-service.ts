import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageStream } from '@inkroom/azure-signalr/protocol/message-stream';
import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import type { ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import { writeServiceMessage } from '@inkroom/azure-signalr/protocol/write-message';
import { type WebSocket, WebSocketServer } from 'ws';
import { KEY } from '../../../azure-signalr/service-rig.ts';

/** One server connection, as the service has it. */
export interface ServiceEnd {
  readonly url: string;
  readonly serverId: string;
  readonly authorization: string;
  /** Messages that have come, pings that only keep alive left out. */
  readonly got: ServiceMessage[];
  /** All pings, with the status pings. */
  readonly pings: ServiceMessage[];
  closed: number | undefined;
  send(...messages: readonly ServiceMessage[]): void;
  sendRaw(bytes: Buffer): void;
  close(code: number): void;
  drop(): void;
}

/** A service that says nothing but what it is told, but for the answer to the handshake. */
export interface ScriptedService {
  readonly connectionString: string;
  /** In the order of their coming. */
  readonly ends: ServiceEnd[];
  /** Everything that came over all of them, in order, pings that only keep alive left out. */
  readonly log: { readonly end: ServiceEnd; readonly message: ServiceMessage }[];
  /** How handshakes are answered: null accepts. */
  refusal: string | null;
  /** The status that upgrades are refused with; undefined lets them in. */
  upgradeStatus: number | undefined;
  readonly refusedUpgrades: { readonly at: number }[];
  stop(): Promise<void>;
}

export async function scriptedService(now: () => number): Promise<ScriptedService> {
  const http = createServer((_request, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    if (service.upgradeStatus !== undefined) {
      service.refusedUpgrades.push({ at: now() });
      socket.end(`HTTP/1.1 ${service.upgradeStatus} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      service.ends.push(serviceEnd(ws, request, service));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const service: ScriptedService = {
    connectionString: `Endpoint=http://127.0.0.1;Port=${port};AccessKey=${KEY};Version=1.0;`,
    ends: [],
    log: [],
    refusal: null,
    upgradeStatus: undefined,
    refusedUpgrades: [],
    async stop() {
      for (const end of service.ends) end.drop();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return service;
}

function serviceEnd(ws: WebSocket, { url = '', headers }: IncomingMessage, service: ScriptedService): ServiceEnd {
  const stream = new MessageStream();
  const end: ServiceEnd = {
    url,
    serverId: String(headers['x-asrs-server-id']),
    authorization: headers.authorization ?? '',
    got: [],
    pings: [],
    closed: undefined,
    send(...messages) {
      ws.send(Buffer.concat(messages.map(writeServiceMessage)));
    },
    sendRaw: (bytes) => ws.send(bytes),
    close: (code) => ws.close(code),
    drop: () => ws.terminate(),
  };
  ws.on('error', () => undefined);
  ws.on('close', (code) => {
    end.closed = code;
  });
  ws.on('message', (bytes: Buffer) => {
    stream.push(bytes);
    for (let taken = stream.take(); taken !== undefined; taken = stream.take()) {
      if (taken.kind !== 'message') throw new Error(`it said ${JSON.stringify(taken)}`);
      const { message } = taken;
      const isOwnPing =
        message.type === T.ping && (message.messages[0]?.startsWith('#') === true || message.messages[0] === 'status');
      (isOwnPing ? end.pings : end.got).push(message);
      if (!isOwnPing) service.log.push({ end, message });
      if (message.type !== T.handshakeRequest) continue;
      const errorMessage = service.refusal;
      end.send({ type: T.handshakeResponse, errorMessage, connectionId: 'scripted' });
      if (errorMessage !== null) ws.close(1000);
    }
  });
  return end;
}
