import { signAccessToken } from '@inkroom/azure-signalr/auth/access-token';
import type { EntraTokens } from '@inkroom/azure-signalr/auth/entra-tokens';
import type { SigningKeys } from '@inkroom/azure-signalr/auth/signing-keys';
import type { ServiceEndpoint } from '@inkroom/azure-signalr/connection-string';
import { FRAME_BYTES } from '@inkroom/azure-signalr/protocol/message-stream';
import { audience, newCid, serverConnectionUrl } from '@inkroom/azure-signalr/service-urls';
import type { Clock, Random } from '@inkroom/signalr/host';
import { WebSocket } from 'ws';

/** A WebSocket message may contain several frames of the service protocol. */
const SOCKET_BYTES = 2 * FRAME_BYTES;
/** From the connection attempt to the upgrade. */
const UPGRADE_TIMEOUT_MS = 15_000;

export interface DialOptions {
  readonly endpoint: ServiceEndpoint;
  readonly hubKey: string;
  /** Of this process (reference 2.2). */
  readonly serverId: string;
  readonly userAgent: string;
  readonly keys: SigningKeys;
  /** With Entra ID its token is sent as it is. Without, a token is signed for each attempt (reference 3.3). */
  readonly tokens: EntraTokens | undefined;
  readonly clock: Clock;
  readonly random: Random;
}

/** Opens the WebSocket of one server connection; it is still connecting then. Rejects when there is no token. */
export type Dial = (target: string | undefined) => Promise<WebSocket>;

export function serviceDialer({ endpoint, hubKey, serverId, userAgent, keys, tokens, clock, random }: DialOptions): Dial {
  const bearer = async (): Promise<string> =>
    tokens === undefined
      ? signAccessToken(await keys.current(), {
          audience: audience(endpoint, 'server', hubKey),
          claims: [['nameid', serverId]],
          now: clock.now(),
        })
      : tokens.token();
  return async (target) => {
    const token = await bearer();
    const url = serverConnectionUrl(endpoint, { hubKey, cid: newCid(random), ...(target === undefined ? {} : { target }) });
    return new WebSocket(url, {
      headers: { authorization: `Bearer ${token}`, 'x-asrs-server-id': serverId, 'asrs-user-agent': userAgent },
      perMessageDeflate: false,
      handshakeTimeout: UPGRADE_TIMEOUT_MS,
      maxPayload: SOCKET_BYTES,
    });
  };
}
