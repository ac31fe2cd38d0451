import { TOKEN_CHARS } from './auth/access-token.ts';

/** An answer of the application to `POST …/negotiate`. */
export interface NegotiateAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** Why a client cannot be redirected to the service now. */
export type NegotiateFailure = 'notConnected' | 'messagesUsedUp' | 'tooManyConnections' | 'clockOff' | 'noKey' | 'tokenTooLong';

const FAILURES: Readonly<Record<NegotiateFailure, NegotiateAnswer>> = {
  /** No server connection: the service could not pass the client on. */
  notConnected: text(500, 'Azure SignalR Service is not connected yet, please try again later.'),
  /** The same, because a quota of the service is used up. Clients show this error. */
  messagesUsedUp: shown('service.messages: Azure SignalR Service has used up its messages for today.'),
  tooManyConnections: shown('service.connections: Azure SignalR Service has reached its limit of connections.'),
  /** The same, because the service refuses what this machine signs with its clock. Clients show this error (reference 4.1). */
  clockOff: shown('server.clock: The clocks of the server and of Azure SignalR Service differ.'),
  /** Entra ID: there is no temporary key. */
  noKey: text(500, ''),
  tokenTooLong: text(413, 'AccessToken must not be longer than 4K.'),
};

export function negotiateFailure(why: NegotiateFailure): NegotiateAnswer {
  return FAILURES[why];
}

/** Redirects the client to the service (reference 4.1): always version 0, without an id, with an empty list for old clients. */
export function negotiateRedirect(url: string, accessToken: string): NegotiateAnswer {
  if (accessToken.length > TOKEN_CHARS) return FAILURES.tokenTooLong;
  return {
    status: 200,
    contentType: 'application/json',
    body: JSON.stringify({ negotiateVersion: 0, url, accessToken, availableTransports: [] }),
  };
}

/** An answer that a stock client passes on as the reason of its failure. */
function shown(error: string): NegotiateAnswer {
  return { status: 200, contentType: 'application/json', body: JSON.stringify({ error }) };
}

function text(status: number, body: string): NegotiateAnswer {
  return { status, contentType: undefined, body };
}
