import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeClock } from '@inkroom/signalr/node-host';
import { expect, test } from 'vitest';
import { boardFunctions } from '../../../build/functions/functions.ts';
import { readSettings } from '../../../build/functions/settings.ts';
import { parseCommandLine } from '../../../server/cli/config.ts';
import { SETTINGS } from '../../../server/cli/settings.ts';

const FOLDER = fileURLToPath(new URL('../../../build/azure/', import.meta.url));
const template = (name: string): string => readFileSync(`${FOLDER}${name}.bicep`, 'utf8');

const PLACEHOLDER = /\$\{[^}]*\}/;

/** `NAME: value` lines of a template's app settings. Values keep their placeholders. */
function settingsIn(text: string): Map<string, string> {
  const found = text.matchAll(/^ +([A-Z][A-Za-z_]*): (.+)$/gm);
  return new Map([...found].map(([, name = '', value = '']) => [name, value.replace(/^'|'$/g, '')]));
}

test('every setting that the template of the hub sets is one that the hub knows, and together they start it', () => {
  const settings = settingsIn(template('main'));
  const known = new Set(Object.values(SETTINGS).map(({ variable }) => variable as string));
  const ours = [...settings].filter(([name]) => name.startsWith('INKROOM_'));
  expect(ours.length).toBeGreaterThan(6);
  for (const [name] of ours) expect(known).toContain(name);
  const values: Record<string, string> = {
    INKROOM_PORT: '8080',
    INKROOM_PUBLIC_URL: 'https://a.azurewebsites.net',
    INKROOM_ALLOW_ORIGIN: 'https://page.example',
    INKROOM_STORE: 'azure-blob',
    INKROOM_BLOB: 'https://abc.blob.core.windows.net',
    INKROOM_AZURE_SIGNALR: (settings.get('INKROOM_AZURE_SIGNALR') ?? '').replace(PLACEHOLDER, 'a.service.signalr.net'),
  };
  const env = Object.fromEntries(ours.map(([name, value]) => [name, values[name] ?? value]));
  const read = parseCommandLine(['serve'], env);
  // Without `trustProxy` the front of App Service would be one address with the places of one.
  const config = { store: { mode: 'azure-blob', account: { kind: 'identity' } }, trustProxy: true };
  expect(read).toMatchObject({ kind: 'serve', config });
});

test('the setting of a secondary service names its region and its role, and the hub starts with it', () => {
  const text = template('settings');
  const pick = (pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';
  const key = pick(/service => '(INKROOM_[^']+)'/).replace(PLACEHOLDER, 'northeurope');
  const value = pick(/service => '(Endpoint=[^']+)'/).replace(PLACEHOLDER, 'b.service.signalr.net');
  const first = 'Endpoint=https://a.service.signalr.net;AuthType=azure.msi;Version=1.0;';
  const read = parseCommandLine(['serve'], { INKROOM_AZURE_SIGNALR: first, [key]: value });
  expect(read).toMatchObject({
    kind: 'serve',
    config: { azureSignalR: [{ role: 'primary' }, { name: 'northeurope', role: 'secondary' }] },
  });
});

test('every service of the template has the role of the hubs, a log, and rules that mail', () => {
  const main = template('main');
  // Each of the two uses makes all that the module has.
  expect(main.match(/'service\.bicep'/g)).toHaveLength(2);
  expect(main).not.toContain('Microsoft.SignalRService/signalR');
  const service = template('service');
  for (const part of ['roleAssignments@', 'diagnosticSettings@']) expect(service).toContain(part);
  const alerts = template('alerts');
  for (const key of ['connections', 'service-load', 'service-errors', 'messages'])
    expect(alerts).toContain(`key: '${key}\${service.suffix}'`);
});

test('every setting of the serverless template is one of the functions or of Azure Functions, and the upstream is their route', () => {
  const text = template('serverless');
  const settings = settingsIn(text);
  const ofAzure = ['AzureWebJobsStorage__accountName', 'FUNCTIONS_REQUEST_BODY_SIZE_LIMIT'];
  expect([...settings.keys()].filter((name) => !ofAzure.includes(name)).sort()).toEqual([
    'AzureSignalRConnectionString',
    'INKROOM_ANNOUNCEMENT_HUB',
  ]);
  const env = { AzureSignalRConnectionString: 'Endpoint=https://a.service.signalr.net;AccessKey=k;Version=1.0;' };
  const read = readSettings(env);
  const hub = /^var hub = '(.+)'$/m.exec(text)?.[1];
  expect(read).toMatchObject({ ok: true, settings: { hub } });
  const files = { page: '', script: '', style: '' };
  const functions = Object.values(boardFunctions({ settings: read, files, fetch, clock: nodeClock }));
  const upstream = /\/api\/(upstream\/\{category\}\/\{event\})/.exec(text)?.[1] ?? '';
  for (const category of ['connections', 'messages'])
    expect(functions.map(({ route }) => route)).toContain(upstream.replace('{category}', category));
});

test('the guide names every template and script', () => {
  const guide = readFileSync(new URL('../../../docs/azure.md', import.meta.url), 'utf8');
  const names = readdirSync(FOLDER).filter((name) => name !== 'lib.sh' && name !== 'bicep');
  for (const name of names) expect(guide).toContain(`build/azure/${name}`);
});
