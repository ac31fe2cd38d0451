import { parseConnectionString, type ServiceEndpoint } from '@inkroom/azure-signalr/connection-string';
import { PUBLIC_AUTHORITY, type UpstreamIdentityOptions } from '@inkroom/azure-signalr/serverless/upstream-identity';

/** The names of the settings. The first, and those that begin with it, are those of Microsoft's own extension. */
export const CONNECTION_SETTING = 'AzureSignalRConnectionString';
const IDENTITY_SETTINGS = {
  serviceUri: `${CONNECTION_SETTING}__serviceUri`,
  credential: `${CONNECTION_SETTING}__credential`,
  clientId: `${CONNECTION_SETTING}__clientId`,
} as const;
const HUB_SETTING = 'INKROOM_ANNOUNCEMENT_HUB';
const SIGN_IN_SETTING = 'INKROOM_TRUST_SIGN_IN';
const UPSTREAM_SETTINGS = {
  tenantId: 'INKROOM_UPSTREAM_TENANT',
  audience: 'INKROOM_UPSTREAM_AUDIENCE',
  objectId: 'INKROOM_UPSTREAM_IDENTITY',
} as const;
const AUTHORITY_SETTING = 'INKROOM_UPSTREAM_AUTHORITY';

const DEFAULT_HUB = 'announcements';

export interface Settings {
  readonly endpoint: ServiceEndpoint;
  readonly hub: string;
  /** App Service signs people in, and sets their id. Without that anybody could set the header. */
  readonly trustsSignIn: boolean;
  /**
   * For an endpoint without an access key: how requests of the service are known. Text: why they cannot be, for the log. With a key its
   * signature is checked instead.
   */
  readonly upstream: Omit<UpstreamIdentityOptions, 'fetch' | 'clock'> | string;
}

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  /** `problem` is for the log, and contains no secret. */
  | { readonly ok: false; readonly problem: string };

type Env = Readonly<Record<string, string | undefined>>;

export function readSettings(env: Env): ReadSettings {
  const uri = env[IDENTITY_SETTINGS.serviceUri] ?? '';
  const isByKey = uri === '' || (env[CONNECTION_SETTING] ?? '') !== '';
  if (!isByKey && !/^https?:\/\/[^;\s]+$/.test(uri))
    return {
      ok: false,
      problem: `${IDENTITY_SETTINGS.serviceUri} is the address of the service, https://NAME.service.signalr.net.`,
    };
  const parsed = parseConnectionString(isByKey ? env[CONNECTION_SETTING] : identityString(uri, env), CONNECTION_SETTING);
  if (!parsed.ok) return { ok: false, problem: parsed.text };
  const hub = env[HUB_SETTING] ?? DEFAULT_HUB;
  if (!/^[A-Za-z]\w{0,127}$/.test(hub))
    return { ok: false, problem: `${HUB_SETTING} begins with a letter, and has letters and digits.` };
  const trustsSignIn = env[SIGN_IN_SETTING] === 'yes';
  return { ok: true, settings: { endpoint: parsed.endpoint, hub, trustsSignIn, upstream: upstreamOf(env) } };
}

/** The connection string that says the same. Without a credential: whatever the machine offers, as Microsoft's extension does. */
function identityString(uri: string, env: Env): string {
  const clientId = env[IDENTITY_SETTINGS.clientId] ?? '';
  const isManaged = clientId !== '' || env[IDENTITY_SETTINGS.credential]?.toLowerCase() === 'managedidentity';
  return `Endpoint=${uri};AuthType=${isManaged ? 'azure.msi' : 'azure'};${clientId === '' ? '' : `ClientId=${clientId};`}Version=1.0;`;
}

function upstreamOf(env: Env): Settings['upstream'] {
  const { tenantId, audience, objectId } = UPSTREAM_SETTINGS;
  const missing = [tenantId, audience, objectId].filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0)
    return `${missing.join(', ')}: without an access key these functions know the service by its managed identity, and need them.`;
  const read = (name: string): string => env[name] ?? '';
  const authority = env[AUTHORITY_SETTING] ?? PUBLIC_AUTHORITY;
  return { tenantId: read(tenantId), audience: read(audience), objectId: read(objectId), authority };
}
