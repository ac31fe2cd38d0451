import type { Payloads } from '@inkroom/azure-signalr/protocol/service-messages';
import type { HubProtocol } from '@inkroom/signalr/hub-protocol/hub-protocol';
import { jsonProtocol } from '@inkroom/signalr/hub-protocol/json';
import { messagePackProtocol } from '@inkroom/signalr/hub-protocol/messagepack';

const PROTOCOLS: readonly HubProtocol[] = [jsonProtocol, messagePackProtocol];

/** One whole message per supported protocol (reference 8.1). When `wanted` names one of them, only that one. */
export function payloadsOf(write: (protocol: HubProtocol) => Uint8Array, wanted?: string): Payloads {
  const named = PROTOCOLS.filter(({ name }) => name === wanted);
  return new Map((named.length > 0 ? named : PROTOCOLS).map((protocol) => [protocol.name, write(protocol)]));
}

export function protocolNamed(name: string): HubProtocol | undefined {
  return PROTOCOLS.find((protocol) => protocol.name === name.toLowerCase());
}
