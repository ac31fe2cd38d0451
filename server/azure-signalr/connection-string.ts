import { Secret } from './secret.ts';

/** The application server's identity (reference 1.2). */
export type ServiceAuth = { readonly kind: 'accessKey'; readonly accessKey: Secret } | EntraAuth;

/** Entra ID: the connection string contains no key. */
export type EntraAuth =
  /** Whatever the machine offers: environment, workload identity, managed identity, the signed-in developer. */
  | { readonly kind: 'default' }
  /** Without a client id: the system-assigned identity. */
  | { readonly kind: 'managedIdentity'; readonly clientId: string | undefined }
  | { readonly kind: 'app'; readonly clientId: string; readonly tenantId: string; readonly proof: AppProof };

export type AppProof =
  | { readonly kind: 'secret'; readonly secret: Secret }
  /** Path of a PEM file with certificate and private key. */
  | { readonly kind: 'certificate'; readonly path: string };

/** One Azure SignalR Service and its addresses. Every base ends in `/`. */
export interface ServiceEndpoint {
  /** Scheme, host and port, without the default port and without a trailing `/`: for logs. */
  readonly name: string;
  /** Prefix of token audiences: never a port or a path (reference 1.4). */
  readonly audienceBase: string;
  /** For server connections, REST and the key exchange. */
  readonly serverBase: string;
  /** Address for redirected clients. */
  readonly clientBase: string;
  readonly auth: ServiceAuth;
}

/** Codes of connection string errors. */
export type ConnectionStringProblem =
  | 'none'
  | 'duplicate'
  | 'endpoint_missing'
  | 'endpoint'
  | 'version'
  | 'port'
  | 'client_endpoint'
  | 'server_endpoint'
  | 'access_key_missing'
  | 'client_id_missing'
  | 'tenant_id_missing'
  | 'app_proof_missing';

export type ParsedConnectionString =
  | { readonly ok: true; readonly endpoint: ServiceEndpoint }
  /** `text` is for people and contains no secret. */
  | { readonly ok: false; readonly problem: ConnectionStringProblem; readonly text: string };

type Properties = ReadonlyMap<string, string>;
type Refused = Extract<ParsedConnectionString, { ok: false }>;

const refused = (problem: ConnectionStringProblem, text: string): Refused => ({ ok: false, problem, text });
const missing = (problem: ConnectionStringProblem, properties: string): Refused =>
  refused(problem, `Connection string missing required properties ${properties}.`);
const invalidUri = (problem: ConnectionStringProblem, property: string): Refused =>
  refused(problem, `Invalid value for ${property} property, it must be a valid URI.`);

/**
 * Reads `Endpoint=…;AccessKey=…;Version=1.0;` and every other form of reference 1, with the error texts of Microsoft's SDK. Where
 * the SDK reports the endpoint as missing although only another part is missing, this names that part. `setting` is the flag or
 * variable that contained the text.
 */
export function parseConnectionString(text: string | undefined, setting: string): ParsedConnectionString {
  if (text === undefined || text.trim() === '') return refused('none', `No connection string was specified. Set ${setting}.`);
  const properties = new Map<string, string>();
  for (const part of text.split(';')) {
    // At the first `=`, because access keys end in more of them. Parts without one are skipped.
    const at = part.indexOf('=');
    if (at < 0) continue;
    const name = part.slice(0, at).trim();
    if (properties.has(name.toLowerCase()))
      return refused('duplicate', `Duplicate properties found in connection string: ${name}.`);
    properties.set(name.toLowerCase(), part.slice(at + 1).trim());
  }
  return readProperties(properties);
}

/** In the order of the SDK, so that the same one of several errors is reported. */
function readProperties(properties: Properties): ParsedConnectionString {
  const given = properties.get('endpoint');
  if (given === undefined) return missing('endpoint_missing', 'endpoint');
  const endpoint = asHttpUrl(given);
  if (endpoint === undefined) return invalidUri('endpoint', 'endpoint');

  const version = properties.get('version');
  if (version !== undefined && !/^1\.\d+[\w.-]*$/.test(version))
    return refused('version', `Version ${version} is not supported.`);

  const port = properties.get('port');
  if (port !== undefined) {
    if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
      return refused('port', 'Invalid value for port property, it must be an positive integer between (0, 65536)');
    endpoint.port = port;
  }
  const client = properties.get('clientendpoint');
  const clientEndpoint = client === undefined ? endpoint : asHttpUrl(client);
  if (clientEndpoint === undefined) return invalidUri('client_endpoint', 'clientEndpoint');
  const server = properties.get('serverendpoint');
  const serverEndpoint = server === undefined ? endpoint : asHttpUrl(server);
  if (serverEndpoint === undefined) return invalidUri('server_endpoint', 'serverEndpoint');

  const auth = readAuth(properties);
  if ('problem' in auth) return auth;
  return {
    ok: true,
    endpoint: {
      name: endpoint.origin,
      audienceBase: `${endpoint.protocol}//${endpoint.hostname}/`,
      serverBase: baseOf(serverEndpoint),
      clientBase: baseOf(clientEndpoint),
      auth,
    },
  };
}

function readAuth(properties: Properties): ServiceAuth | Refused {
  const clientId = properties.get('clientid');
  const isApp = properties.has('tenantid');
  switch (properties.get('authtype')?.toLowerCase()) {
    case 'azure':
      return { kind: 'default' };
    case 'azure.msi':
      return { kind: 'managedIdentity', clientId };
    case 'azure.app':
      return readApp(properties);
    case 'aad':
      return clientId !== undefined && isApp ? readApp(properties) : { kind: 'managedIdentity', clientId };
    default: {
      const accessKey = properties.get('accesskey');
      if (accessKey === undefined || accessKey === '') return refused('access_key_missing', 'accesskey is required.');
      return { kind: 'accessKey', accessKey: new Secret(accessKey) };
    }
  }
}

function readApp(properties: Properties): ServiceAuth | Refused {
  const clientId = properties.get('clientid');
  if (clientId === undefined || clientId === '') return missing('client_id_missing', 'clientId');
  const tenantId = properties.get('tenantid');
  if (tenantId === undefined || tenantId === '') return missing('tenant_id_missing', 'tenantId');
  const secret = properties.get('clientsecret');
  // The documentation uses the longer name, the SDK reads the shorter one (reference 1.1).
  const path = properties.get('clientcert') ?? properties.get('clientcertpath');
  if (secret !== undefined && secret !== '')
    return { kind: 'app', clientId, tenantId, proof: { kind: 'secret', secret: new Secret(secret) } };
  if (path === undefined || path === '') return missing('app_proof_missing', 'clientSecret or clientCert');
  return { kind: 'app', clientId, tenantId, proof: { kind: 'certificate', path } };
}

/** Browsers accept more than an absolute address, such as `http:host`. That is refused here. */
function asHttpUrl(text: string): URL | undefined {
  const bare = text.replace(/\/+$/, '');
  return /^https?:\/\/[^/?#]/i.test(bare) && URL.canParse(bare) ? new URL(bare) : undefined;
}

/** Includes the path. The SDK joins texts, so a path without a trailing `/` would give an invalid address (reference 1.4). */
function baseOf({ origin, pathname }: URL): string {
  return `${origin}${pathname}${pathname.endsWith('/') ? '' : '/'}`;
}
