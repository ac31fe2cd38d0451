import { WebSocket } from 'ws';
import { signAccessToken } from '../../azure-service/auth/access-token.ts';
import type { EntraTokens } from '../../azure-service/auth/entra-tokens.ts';
import type { SigningKeys } from '../../azure-service/auth/signing-keys.ts';
import type { ServiceEndpoint } from '../../azure-service/connection-string.ts';
import { FRAME_BYTES } from '../../azure-service/protocol/message-stream.ts';
import { audience, newCid, serverConnectionUrl } from '../../azure-service/service-urls.ts';
import type { Clock, Random } from '../../signalr/host.ts';

/** A WebSocket message may hold several frames of the service protocol. */
const SOCKET_BYTES = 2 * FRAME_BYTES;
/** From the dialling to the upgrade. */
const UPGRADE_TIMEOUT_MS = 15_000;

export interface DialOptions {
  readonly endpoint: ServiceEndpoint;
  readonly hubKey: string;
  /** Of this process (reference 2.2). */
  readonly serverId: string;
  readonly userAgent: string;
  readonly keys: SigningKeys;
  /** With Entra ID its token is shown as it is; without, one is signed for each attempt (reference 3.3). */
  readonly tokens: EntraTokens | undefined;
  readonly clock: Clock;
  readonly random: Random;
}

/** Opens the WebSocket of one server connection; it is not open yet. Rejects when there is no token to be had. */
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
