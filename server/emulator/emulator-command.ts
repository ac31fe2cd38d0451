import { parseArgs } from 'node:util';
import { Secret } from '@inkroom/azure-signalr/secret';
import type { Clock, Log, Random } from '@inkroom/signalr/host';
import { startEmulator } from './emulator.ts';
import { TIERS, type TierLimits } from './quota.ts';
import type { ServerlessMode } from './serverless/serverless-clients.ts';
import { isUrlTemplate } from './serverless/upstream-settings.ts';

/** The process around the emulator. */
export interface EmulatorProcess {
  /** After the word `emulator`. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Resolves when the process is asked to end. */
  readonly endAsked: Promise<string>;
}

export interface EmulatorHost {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The port of Microsoft's own emulator. */
const DEFAULT_PORT = '8888';
/** A random key: with a well-known one any web page could sign tokens. */
const KEY_BYTES = 32;

const EXIT_USAGE = 2;

const USAGE = `Inkroom's emulator of Azure SignalR Service, in Default or Serverless mode. For development.

Usage: inkroom emulator [flags]

  --port PORT  (INKROOM_EMULATOR_PORT)
      Port to listen on. 0 takes any free one. Default: ${DEFAULT_PORT}.
  --host HOST  (INKROOM_EMULATOR_HOST)
      Address to listen on. Default: 127.0.0.1.
  --access-key KEY  (INKROOM_EMULATOR_ACCESS_KEY)
      The key of the service. Default: a new one at every start, which stands in the connection string.
  --secondary-key KEY  (INKROOM_EMULATOR_SECONDARY_KEY)
      A second key that is taken too, as of a service whose keys are being changed.
  --any-audience
      Take tokens for any host, for connection strings whose Endpoint is another one.
  --entra
      Take tokens of Entra ID: any token that no key has signed stands for an identity with the role
      "SignalR App Server". Default: for one without it, which is refused. For a hub with
      AuthType=azure.msi in its connection string, set IDENTITY_ENDPOINT=URL/emulator/identity and
      IDENTITY_HEADER=any beside it.
  --tier Free_F1 | Standard_S1
      The quotas of a tier: connections, messages a day, new clients a second. Default: none.
  --serverless
      Serverless mode: no application server may connect, and the emulator answers clients itself.
  --upstream URL  (INKROOM_EMULATOR_UPSTREAM)
      With --serverless: where events of clients go, with the placeholders {hub}, {category} and {event}.
      Example: http://127.0.0.1:7071/api/upstream/{category}/{event}
  --help, -h
      Print this and end.

It prints "Listening: URL" and the connection string, each on a line of its own, when it is ready.
A page at URL/trace follows the messages as they flow, and one at URL/emulator/ makes troubles.
`;

/** Printed at every start (reference 12.3), so that it is not mistaken for the service. */
const NOTICE = `For development only: this is not Azure SignalR Service, and keeps nothing.
Left out: Server-Sent Events and long polling, moving clients at a shutdown, identities at upstreams, stateful reconnect,
flow control, message filters, more than one instance of the service.
`;

/** The whole life of `inkroom emulator`. Returns the exit code. */
export async function runEmulator(face: EmulatorProcess, host: EmulatorHost): Promise<number> {
  const settings = readSettings(face, host.random);
  if (settings.kind === 'help') {
    face.print(USAGE);
    return 0;
  }
  if (settings.kind === 'invalid') {
    face.printError(`${settings.problem}\nSee "inkroom emulator --help".\n`);
    return EXIT_USAGE;
  }
  try {
    const emulator = await startEmulator({ ...settings.options, ...host });
    face.print(NOTICE);
    face.print(`Trace: ${emulator.url}/trace\n`);
    face.print(`Listening: ${emulator.url}\n${emulator.connectionString}\n`);
    await face.endAsked;
    await emulator.stop();
    return 0;
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown reason';
    face.printError(`The emulator could not start: ${why}\n`);
    return 1;
  }
}

type Settings =
  | { readonly kind: 'help' }
  | { readonly kind: 'invalid'; readonly problem: string }
  | {
      readonly kind: 'run';
      readonly options: {
        readonly host: string;
        readonly port: number;
        readonly accessKeys: readonly [Secret, ...Secret[]];
        readonly anyAudience: boolean;
        readonly acceptsEntra: boolean;
        readonly serverless?: ServerlessMode;
        readonly limits?: TierLimits;
      };
    };

/** A flag wins over its variable. */
function readSettings({ args, env }: EmulatorProcess, random: Random): Settings {
  const invalid = (problem: string): Settings => ({ kind: 'invalid', problem });
  let parsed: ReturnType<typeof readFlags>;
  try {
    parsed = readFlags(args);
  } catch (error) {
    return invalid(error instanceof Error ? error.message : 'The command line could not be read.');
  }
  const { values } = parsed;
  if (values.help === true) return { kind: 'help' };
  const port = values.port ?? env.INKROOM_EMULATOR_PORT ?? DEFAULT_PORT;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return invalid('--port takes a whole number from 0 to 65535.');
  const accessKey =
    values['access-key'] ?? env.INKROOM_EMULATOR_ACCESS_KEY ?? Buffer.from(random.bytes(KEY_BYTES)).toString('hex');
  const secondary = values['secondary-key'] ?? env.INKROOM_EMULATOR_SECONDARY_KEY;
  // Not shown: it may be a real one.
  if (!isKey(accessKey) || (secondary !== undefined && !isKey(secondary)))
    return invalid('A key has no blanks and semicolons, and is not empty.');
  const upstream = values.upstream ?? env.INKROOM_EMULATOR_UPSTREAM;
  if (upstream !== undefined && values.serverless !== true) return invalid('--upstream needs --serverless.');
  if (upstream !== undefined && !isUrlTemplate(upstream)) return invalid('--upstream takes an address that begins with http.');
  if (values.tier !== undefined && !isTier(values.tier)) return invalid('--tier takes "Free_F1" or "Standard_S1".');
  const templates = upstream === undefined ? [] : [{ urlTemplate: upstream }];
  return {
    kind: 'run',
    options: {
      host: values.host ?? env.INKROOM_EMULATOR_HOST ?? '127.0.0.1',
      port: Number(port),
      accessKeys: [new Secret(accessKey), ...(secondary === undefined ? [] : [new Secret(secondary)])],
      anyAudience: values['any-audience'] === true,
      acceptsEntra: values.entra === true,
      ...(values.tier === undefined ? {} : { limits: TIERS[values.tier] }),
      ...(values.serverless === true ? { serverless: { upstream: templates } } : {}),
    },
  };
}

function readFlags(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    strict: true,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      'access-key': { type: 'string' },
      'secondary-key': { type: 'string' },
      'any-audience': { type: 'boolean' },
      entra: { type: 'boolean' },
      serverless: { type: 'boolean' },
      upstream: { type: 'string' },
      tier: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

const isTier = (name: string): name is keyof typeof TIERS => Object.hasOwn(TIERS, name);

/** It must fit into a connection string. */
function isKey(text: string): boolean {
  return /^[^\s;]+$/.test(text);
}
