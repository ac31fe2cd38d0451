import type { Payloads } from '@inkroom/azure-signalr/protocol/service-messages';
import type { HubProtocol } from '@inkroom/signalr/hub-protocol/hub-protocol';
import { jsonProtocol } from '@inkroom/signalr/hub-protocol/json';
import { messagePackProtocol } from '@inkroom/signalr/hub-protocol/messagepack';

const PROTOCOLS: readonly HubProtocol[] = [jsonProtocol, messagePackProtocol];

/** One whole message per protocol that we speak (reference 8.1); only those that `wanted` names, when it names one of them. */
export function payloadsOf(write: (protocol: HubProtocol) => Uint8Array, wanted?: string): Payloads {
  const named = PROTOCOLS.filter(({ name }) => name === wanted);
  return new Map((named.length > 0 ? named : PROTOCOLS).map((protocol) => [protocol.name, write(protocol)]));
}

export function protocolNamed(name: string): HubProtocol | undefined {
  return PROTOCOLS.find((protocol) => protocol.name === name.toLowerCase());
}
