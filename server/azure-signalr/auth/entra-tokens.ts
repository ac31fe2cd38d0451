import type { EntraAuth } from '../connection-string.ts';

/** The scope of Entra ID tokens for the service (reference 3.6). */
export const ENTRA_SCOPE = 'https://signalr.azure.com/.default';

/** Port: tokens of Entra ID for the application server. */
export interface EntraTokens {
  /** A token for `ENTRA_SCOPE` that is valid for some more minutes. Rejects with an `EntraFailure`. */
  token(): Promise<string>;
}

/** Why the application server has no key: for logs and for the advice to the operator. */
export type EntraFailureCode =
  /** This machine has no identity to prove. */
  | 'no_identity'
  /** Entra ID has refused the identity. */
  | 'identity_refused'
  /** Entra ID accepts the identity; the service does not. */
  | 'not_authorised'
  /** No answer, or not one of the service. */
  | 'unreachable';

/** The text is for the operator: what happened and what to do. It contains no secret. */
export class EntraFailure extends Error {
  override readonly name = 'EntraFailure';
  readonly code: EntraFailureCode;

  constructor(code: EntraFailureCode, text: string) {
    super(text);
    this.code = code;
  }
}

const INSTEAD = 'Or use a connection string with AccessKey.';

/** `no_identity`, with words for each kind of identity. */
export function noIdentity(auth: EntraAuth): EntraFailure {
  const text = {
    managedIdentity:
      auth.kind === 'managedIdentity' && auth.clientId !== undefined
        ? `This machine has no managed identity with the client id ${auth.clientId}. Assign that user-assigned identity to the app, or correct ClientId in the connection string.`
        : 'This machine has no managed identity. Turn on the system-assigned identity of the app ("Identity" in the Azure portal), or name a user-assigned one with ClientId in the connection string. Outside of Azure use AuthType=azure after "az login".',
    default:
      'No identity was found on this machine. Sign in with "az login", turn on the managed identity of the app, or set AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET.',
    app: 'The app registration could not be used. Look at ClientId, TenantId and the path of ClientCert in the connection string.',
  }[auth.kind];
  return new EntraFailure('no_identity', `${text} ${INSTEAD}`);
}

export function identityRefused(auth: EntraAuth): EntraFailure {
  const text =
    auth.kind === 'app'
      ? 'Entra ID refused the app registration. Look at ClientId, TenantId and ClientSecret or ClientCert in the connection string: a secret may have expired.'
      : 'Entra ID refused the identity of this machine. Look at ClientId in the connection string, and whether the identity still exists.';
  return new EntraFailure('identity_refused', `${text} ${INSTEAD}`);
}

/** Also the meaning of a 401 at the upgrade of a server connection. `service` is the name of the endpoint. */
export function notAuthorised(service: string, status: 401 | 403): EntraFailure {
  return new EntraFailure(
    'not_authorised',
    `The identity is not authorised for the service ${service} (it answered ${status}). Give it the role "SignalR App Server" on that SignalR resource; a new role assignment takes up to 30 minutes to work.`,
  );
}

export function unreachable(service: string, what: string): EntraFailure {
  return new EntraFailure('unreachable', `The service ${service} gave out no key: ${what}.`);
}
