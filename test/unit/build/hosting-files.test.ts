import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { HUB_ENVIRONMENT } from '../../../core/contract/hub-memory.ts';
import { type Config, parseCommandLine } from '../../../server/cli/config.ts';
import { SETTINGS } from '../../../server/cli/settings.ts';
import { stagesOf, variablesOf, wordsOf } from '../../support/dockerfile.ts';

const FOLDER = join(import.meta.dirname, '../../../build/hosting');
const textOf = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

const stages = stagesOf(textOf('Dockerfile'));
const image = stages.at(-1) ?? [];
const VARIABLES = new Set<string>(Object.values(SETTINGS).map(({ variable }) => variable));

/** What a hub reads from these variables, with the words behind its program. */
function configOf(words: readonly string[], variables: Readonly<Record<string, string>>): Config {
  for (const name of Object.keys(variables)) if (name.startsWith('INKROOM_')) expect(VARIABLES, name).toContain(name);
  const line = parseCommandLine(words, variables);
  if (line.kind !== 'serve') throw new Error(JSON.stringify(line));
  return line.config;
}

test.each([
  ['inkroom.service', 'Environment='],
  ['Dockerfile', 'ENV '],
])('%s bounds the memory of a hub', (name, word) => {
  const settings = Object.entries(HUB_ENVIRONMENT).map(([variable, value]) => `${variable}=${value}`);
  expect(textOf(name).split('\n')).toContain(`${word}${settings.join(' ')}`);
});

test('the flags of the systemd unit are those of the hub', () => {
  const [, words = ''] =
    /^ExecStart=\/usr\/bin\/node \/opt\/inkroom\/dist\/server\/inkroom\.js (.*)$/m.exec(textOf('inkroom.service')) ?? [];
  expect(configOf(words.split(' '), {}).store).toMatchObject({ mode: 'lmdb', data: '/var/lib/inkroom' });
});

describe('the image', () => {
  test('is built on one major version of Node, which Inkroom runs on', () => {
    const { engines } = JSON.parse(readFileSync(join(FOLDER, '../../package.json'), 'utf8')) as { engines: { node: string } };
    const least = Number(/^>=(\d+)/.exec(engines.node)?.[1]);
    for (const [from] of stages) {
      const [, major] = /^node:(\d+)-slim( AS \w+)?$/.exec(from?.rest ?? '') ?? [];
      expect(Number(major), from?.rest).toBeGreaterThanOrEqual(least);
    }
  });

  test('runs as a user who is not root, from files that another stage built, and says whether it works', () => {
    const words = image.map(({ word }) => word);
    expect(image.findLast(({ word }) => word === 'USER')?.rest).toBe('node');
    expect(words.indexOf('USER')).toBeLessThan(words.indexOf('ENTRYPOINT'));
    expect(words).not.toContain('ADD');
    for (const { rest } of image.filter(({ word }) => word === 'COPY'))
      expect(rest).toMatch(/^--from=build \/src\/[\w/.]+ \.\/[\w/]*$/);
    expect(wordsOf(image, 'HEALTHCHECK')).toEqual(['node', '-e', expect.stringContaining('/readyz')]);
  });

  test('holds no secret, and nothing that may hold one is given to its build', () => {
    for (const { word, rest } of stages.flat())
      if (word === 'ENV' || word === 'ARG') expect(rest).not.toMatch(/TOKEN|KEY|SECRET|PASSWORD/i);
    const ignored = textOf('Dockerfile.dockerignore').split('\n');
    for (const name of ['.git', '.env*', '*.pem', 'links.json*', 'api-keys.json', 'sign-in.json', '**/node_modules'])
      expect(ignored).toContain(name);
  });

  test('starts the hub with flags that it has, where its folder and its port are', () => {
    const variables = variablesOf(image);
    const { host, port, store } = configOf(wordsOf(image, 'CMD'), variables);
    expect({ host, port, store }).toMatchObject({ host: '0.0.0.0', port: 7420, store: { mode: 'lmdb', data: '/data' } });
    expect(image.find(({ word }) => word === 'EXPOSE')?.rest).toBe(variables.INKROOM_PORT);
    expect(image.find(({ word }) => word === 'VOLUME')?.rest).toBe(variables.INKROOM_DATA);
    expect(wordsOf(image, 'HEALTHCHECK').at(-1)).toContain(`127.0.0.1:${variables.INKROOM_PORT}/`);
  });
});

interface Service {
  readonly image?: string;
  readonly command?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

describe.each(['compose.yaml', 'compose.redis.yaml'])('%s', (name) => {
  const { services, volumes } = parse(textOf(name), { merge: true }) as {
    readonly services: Readonly<Record<string, Service>>;
    readonly volumes: Readonly<Record<string, null>>;
  };
  const hubs = Object.entries(services).filter(([service]) => service.startsWith('inkroom'));
  const configs = hubs.map(([, { environment }]) => configOf(wordsOf(image, 'CMD'), { ...variablesOf(image), ...environment }));

  test('starts hubs with settings that they take, read only, without rights that they do not need', () => {
    expect(configs.length).toBe(name === 'compose.yaml' ? 1 : 2);
    for (const [, hub] of hubs)
      expect(hub).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    for (const config of configs) expect(config).toMatchObject({ publicUrl: 'https://board.example.org', trustProxy: true });
  });

  test('keeps boards in a volume, and pins the images of others to a major version', () => {
    for (const [service, { image: other, volumes: mounts = [] }] of Object.entries(services)) {
      if (other !== undefined) expect(other, service).toMatch(/^\w+:\d+$/);
      for (const mount of mounts) if (!mount.startsWith('.')) expect(Object.keys(volumes), mount).toContain(mount.split(':')[0]);
    }
    if (name === 'compose.yaml') expect(services.inkroom?.volumes).toEqual(['boards:/data']);
    else {
      expect(services.redis?.volumes).toEqual(['boards:/data']);
      for (const flag of ['--appendonly yes', '--appendfsync always', '--maxmemory-policy noeviction'])
        expect(services.redis?.command).toContain(flag);
    }
  });

  test('Caddy waits for hubs that are ready, and leads to all of them', () => {
    expect(services.caddy?.depends_on).toEqual(Object.fromEntries(hubs.map(([hub]) => [hub, { condition: 'service_healthy' }])));
    const { command, volumes: mounts = [] } = services.caddy ?? {};
    const file = mounts.find((mount) => mount.startsWith('./'))?.split(':')[0];
    const proxies = command ?? textOf(file ?? '');
    for (const [hub] of hubs) expect(proxies).toContain(`${hub}:7420`);
    expect(proxies).toContain('board.example.org');
  });

  test('hubs that share rooms know each other and have names', () => {
    if (name === 'compose.yaml') return;
    expect(new Set(configs.map(({ peerUrl }) => peerUrl))).toEqual(new Set(hubs.map(([hub]) => `http://${hub}:7420`)));
    expect(configs.map(({ instanceName }) => instanceName)).toEqual(hubs.map(([hub]) => hub));
    for (const { store, redis } of configs) expect([store.mode, redis?.address]).toEqual(['redis', expect.anything()]);
  });
});

test('the Caddyfile of the two hubs is the one that a test runs, with their names', () => {
  const rulesOf = (text: string): readonly string[] => text.split('\n').filter((line) => !line.startsWith('#'));
  const named = textOf('Caddyfile.hubs').replace('127.0.0.1:7421 127.0.0.1:7422 127.0.0.1:7423', 'inkroom-1:7420 inkroom-2:7420');
  expect(rulesOf(textOf('Caddyfile.compose'))).toEqual(rulesOf(named));
});

test('the container app of Azure starts the image with settings that the hub takes, and asks for its health where it answers', () => {
  const text = textOf('container-app.bicep');
  const values: Readonly<Record<string, string>> = {
    INKROOM_PUBLIC_URL: 'https://draw.example.azurecontainerapps.io',
    INKROOM_AZURE_SIGNALR: (/'(Endpoint=[^']*)'/.exec(text)?.[1] ?? '').replace(/\$\{[^}]*\}/, 'a.service.signalr.net'),
    INKROOM_BLOB: 'https://abc.blob.core.windows.net/',
  };
  const given = [...text.matchAll(/name: '(INKROOM_\w+)'\n\s+value: (?:'([^'$]*)'|\S+)/g)];
  const environment = Object.fromEntries(given.map(([, name = '', value]) => [name, values[name] ?? value ?? '']));
  expect(Object.keys(environment).length).toBe(7);
  const variables = variablesOf(image);
  const config = configOf(wordsOf(image, 'CMD'), { ...variables, ...environment });
  expect(config).toMatchObject({ trustProxy: true, store: { mode: 'azure-blob', account: { kind: 'identity' } } });
  expect(config.azureSignalR).toHaveLength(1);
  expect(/^var port = (\d+)$/m.exec(text)?.[1]).toBe(variables.INKROOM_PORT);
  expect([...text.matchAll(/path: '(\S+)'/g)].map(([, path]) => path)).toEqual(['/healthz', '/healthz', '/readyz']);
});
