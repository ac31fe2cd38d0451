import { inspect } from 'node:util';
import { parseConnectionString, type ServiceEndpoint } from '@inkroom/azure-signalr/connection-string';
import {
  accessKeyUrl,
  audience,
  clientUrl,
  hubKey,
  newCid,
  newRequestId,
  newServerId,
  serverConnectionUrl,
} from '@inkroom/azure-signalr/service-urls';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../support/seeded.ts';

const SETTING = '--azure';
const KEY = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH==';

function endpointOf(text: string): ServiceEndpoint {
  const parsed = parseConnectionString(text, SETTING);
  if (!parsed.ok) throw new Error(parsed.text);
  return parsed.endpoint;
}

describe('a connection string', () => {
  test('with an access key: the key is everything behind the first sign, and not decoded', () => {
    const { auth, ...rest } = endpointOf(`Endpoint=https://contoso.service.signalr.net;AccessKey=${KEY};Version=1.0;`);
    expect(rest).toEqual({
      name: 'https://contoso.service.signalr.net',
      audienceBase: 'https://contoso.service.signalr.net/',
      serverBase: 'https://contoso.service.signalr.net/',
      clientBase: 'https://contoso.service.signalr.net/',
    });
    expect(auth.kind === 'accessKey' && auth.accessKey.reveal()).toBe(KEY);
  });

  test('names have no letter case, blanks around them and their values do not count, unknown ones and parts without a value are skipped', () => {
    const endpoint = endpointOf(` ENDPOINT = http://localhost/// ; accesskey = k ;; what ;Colour=red;pOrT=8888`);
    expect(endpoint).toMatchObject({
      name: 'http://localhost:8888',
      serverBase: 'http://localhost:8888/',
      auth: { kind: 'accessKey' },
    });
    // Neither the port of the endpoint nor that of `Port` is in an audience.
    expect(endpoint.audienceBase).toBe('http://localhost/');
  });

  test('ServerEndpoint and ClientEndpoint stand for the endpoint where they are given, with their ports and paths; Port does not change them', () => {
    const endpoint = endpointOf(
      'Endpoint=https://a.example:444;Port=445;AccessKey=k;ClientEndpoint=https://front.example/door/;ServerEndpoint=http://private.example:81',
    );
    expect(endpoint).toMatchObject({
      name: 'https://a.example:445',
      audienceBase: 'https://a.example/',
      clientBase: 'https://front.example/door/',
      serverBase: 'http://private.example:81/',
    });
  });

  test.each([
    ['AuthType=azure;ClientId=i', { kind: 'default' }],
    ['AuthType=AZURE.MSI', { kind: 'managedIdentity', clientId: undefined }],
    ['AuthType=azure.msi;ClientId=i', { kind: 'managedIdentity', clientId: 'i' }],
    ['AuthType=azure.app;ClientId=i;TenantId=t;ClientCert=/c.pem', { proof: { kind: 'certificate', path: '/c.pem' } }],
    ['AuthType=azure.app;ClientId=i;TenantId=t;ClientCertPath=/c.pem', { proof: { kind: 'certificate', path: '/c.pem' } }],
    ['AuthType=azure.app;ClientId=i;TenantId=t;ClientSecret=s;ClientCert=/c.pem', { kind: 'app', proof: { kind: 'secret' } }],
    ['AuthType=aad;ClientId=i;TenantId=t;ClientSecret=s', { kind: 'app', clientId: 'i', tenantId: 't' }],
    ['AuthType=aad;ClientId=i', { kind: 'managedIdentity', clientId: 'i' }],
    ['AuthType=aad', { kind: 'managedIdentity', clientId: undefined }],
    ['AuthType=something;AccessKey=k', { kind: 'accessKey' }],
  ])('%s', (auth, expected) => {
    expect(endpointOf(`Endpoint=https://a.example;${auth};Version=1.0`).auth).toMatchObject(expected);
  });

  const E = 'Endpoint=https://a.example;';
  test.each([
    [undefined, 'none', 'No connection string was specified. Set --azure.'],
    ['  ', 'none', 'No connection string was specified. Set --azure.'],
    ['AccessKey=k;Version=1.0', 'endpoint_missing', 'Connection string missing required properties endpoint.'],
    ['nothing', 'endpoint_missing', 'Connection string missing required properties endpoint.'],
    ['Endpoint=a.example;AccessKey=k', 'endpoint', 'Invalid value for endpoint property, it must be a valid URI.'],
    ['Endpoint=http:a.example;AccessKey=k', 'endpoint', 'Invalid value for endpoint property, it must be a valid URI.'],
    ['Endpoint=ftp://a.example;AccessKey=k', 'endpoint', 'Invalid value for endpoint property, it must be a valid URI.'],
    ['Endpoint=;AccessKey=k', 'endpoint', 'Invalid value for endpoint property, it must be a valid URI.'],
    [`${E}AccessKey=k;ClientEndpoint=x`, 'client_endpoint', 'Invalid value for clientEndpoint property, it must be a valid URI.'],
    [`${E}AccessKey=k;ServerEndpoint=x`, 'server_endpoint', 'Invalid value for serverEndpoint property, it must be a valid URI.'],
    [`${E}AccessKey=k;Version=2.0`, 'version', 'Version 2.0 is not supported.'],
    [`${E}AccessKey=k;Version=1`, 'version', 'Version 1 is not supported.'],
    ...['0', '65536', '-1', 'x', '', '8e3'].map((port): [string, string, string] => [
      `${E}AccessKey=k;Port=${port}`,
      'port',
      'Invalid value for port property, it must be an positive integer between (0, 65536)',
    ]),
    [E, 'access_key_missing', 'accesskey is required.'],
    [`${E}AccessKey=`, 'access_key_missing', 'accesskey is required.'],
    [`${E}AuthType=azure.app;TenantId=t`, 'client_id_missing', 'Connection string missing required properties clientId.'],
    [`${E}AuthType=azure.app;ClientId=i`, 'tenant_id_missing', 'Connection string missing required properties tenantId.'],
    [
      `${E}AuthType=azure.app;ClientId=i;TenantId=t`,
      'app_proof_missing',
      'Connection string missing required properties clientSecret or clientCert.',
    ],
    [
      `${E}AuthType=aad;ClientId=i;TenantId=t`,
      'app_proof_missing',
      'Connection string missing required properties clientSecret or clientCert.',
    ],
    [`${E}accesskey=k;AccessKey=k`, 'duplicate', 'Duplicate properties found in connection string: AccessKey.'],
    // Of several mistakes the first in the order of the SDK.
    ['Endpoint=x;Version=2;Port=0', 'endpoint', 'Invalid value for endpoint property, it must be a valid URI.'],
    [`${E}Port=0;Version=2`, 'version', 'Version 2 is not supported.'],
  ])('%j is refused: %s', (text, problem, words) => {
    expect(parseConnectionString(text, SETTING)).toEqual({ ok: false, problem, text: words });
  });

  test('never shows its key or secret, however it is printed', () => {
    for (const text of [
      `Endpoint=https://a.example;AccessKey=${KEY}`,
      `Endpoint=https://a.example;AuthType=azure.app;ClientId=i;TenantId=t;ClientSecret=${KEY}`,
    ]) {
      const parsed = parseConnectionString(text, SETTING);
      expect(parsed.ok).toBe(true);
      expect(`${inspect(parsed, { depth: 9, showHidden: true })}${JSON.stringify(parsed)}`).not.toContain(KEY.slice(0, 8));
    }
    for (const rest of ['Port=0', 'AccessKey=other', 'Endpoint=x']) {
      const parsed = parseConnectionString(`Endpoint=https://a.example;AccessKey=${KEY};${rest}`, SETTING);
      expect(parsed.ok || parsed.text).not.toContain(KEY.slice(0, 8));
    }
  });
});

describe('addresses', () => {
  const plain = endpointOf('Endpoint=http://localhost;Port=8888;AccessKey=k');
  const split = endpointOf(
    'Endpoint=https://a.example;AccessKey=k;ClientEndpoint=https://front.example/x;ServerEndpoint=https://private.example/y/',
  );

  test('of server connections', () => {
    expect(serverConnectionUrl(plain, { hubKey: 'chat', cid: 'c' })).toBe('ws://localhost:8888/server/?hub=chat&cid=c');
    expect(serverConnectionUrl(split, { hubKey: 'app_chat', cid: 'c', target: 'a b' })).toBe(
      'wss://private.example/y/server/?hub=app_chat&cid=c&target=a%20b',
    );
    expect(accessKeyUrl(split)).toBe('https://private.example/y/api/v1/auth/accessKey');
  });

  test('for clients: as the SDK was seen to write it', () => {
    const asked = {
      hubKey: 'judgehub',
      path: '/hub/negotiate',
      query: '?negotiateVersion=1&room=7%2F8',
      requestId: '0HNQ792TV2PH9-00000001-D5BD9DB5',
    };
    expect(clientUrl(plain, asked)).toBe(
      'http://localhost:8888/client/?hub=judgehub&asrs.op=%2Fhub&negotiateVersion=1&room=7%2F8&asrs_request_id=0HNQ792TV2PH9-00000001-D5BD9DB5',
    );
    expect(clientUrl(split, { hubKey: 'h', path: '/negotiate/', query: '', requestId: 'a=' })).toBe(
      'https://front.example/x/client/?hub=h&asrs_request_id=a%3D',
    );
    expect(clientUrl(split, { hubKey: 'h', path: '/a b/negotiate', query: '', requestId: '' })).toContain('&asrs.op=%2Fa+b&');
  });

  test('for clients: parameters of their own do not take the place of the service’s, however they are written', () => {
    const urlFor = (query: string): string => clientUrl(plain, { hubKey: 'h', path: '/hub', query, requestId: 'r' });
    const clean = urlFor('?room=7&hubs=2&a');
    expect(clean).toContain('&room=7&hubs=2&a&asrs_request_id=r');
    const hostile = ['hub=evil', 'HUB=evil', 'h%75b=evil', 'hub', 'asrs.s.uid=root', 'ASRS_request_id=1', '%61srs.op=x', '%zz=1'];
    const tokens = ['access_token=secret', 'access%5Ftoken=secret'];
    expect(urlFor(`?${[...hostile, 'room=7&hubs=2&a', ...tokens].join('&')}`)).toBe(clean);
    expect(new URL(urlFor(`?${hostile.join('&')}`)).searchParams.getAll('hub')).toEqual(['h']);
  });

  test('audiences are of the endpoint, never of the addresses that stand for it, and have no port', () => {
    expect(audience(plain, 'client', 'chat')).toBe('http://localhost/client/?hub=chat');
    expect(audience(split, 'server', 'chat')).toBe('https://a.example/server/?hub=chat');
  });

  test('hub keys are lower case, with the application in front', () => {
    expect([hubKey('Chat`1'), hubKey('Chat', 'MyApp')]).toEqual(['chat`1', 'myapp_chat']);
  });

  test('ids have the shapes of the SDK', () => {
    const random = seededRandom(1);
    expect(newServerId('vm', random)).toMatch(/^vm_[0-9a-f]{32}$/);
    expect(newCid(random)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(newRequestId(random)).toMatch(/^[0-9A-F]{12}-[0-9A-F]{8}$/);
    expect(newCid(random)).not.toBe(newCid(random));
  });
});
