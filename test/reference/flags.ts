import { parseArgs } from 'node:util';

/** How a reference hub is started. Undefined: as the server has it by itself. */
export interface ReferenceFlags {
  readonly port: number;
  readonly host: string;
  readonly name: string;
  readonly keepAliveMs: number | undefined;
  readonly clientTimeoutMs: number | undefined;
  readonly handshakeTimeoutMs: number | undefined;
  readonly pollTimeoutMs: number | undefined;
  readonly maxMessageBytes: number | undefined;
  readonly reconnectBufferBytes: number | undefined;
  readonly parallel: number | undefined;
  readonly detailedErrors: boolean;
  readonly announceLeft: boolean;
  /** The only web origin that may connect; without it any may. For the conformance suite. */
  readonly allowOrigin: string | undefined;
  /** Requests without this bearer token are refused. For the conformance suite. */
  readonly requireToken: string | undefined;
  /** Connection string of Azure SignalR Service, or of the emulator: clients connect there. */
  readonly azure: string | undefined;
}

/** Flags win over environment variables. Throws a text for the user when something does not fit. */
export function readReferenceFlags(args: readonly string[], env: Readonly<Record<string, string | undefined>>): ReferenceFlags {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: text,
      host: text,
      name: text,
      'keep-alive-ms': text,
      'client-timeout-ms': text,
      'handshake-timeout-ms': text,
      'poll-timeout-ms': text,
      'max-message': text,
      'reconnect-buffer': text,
      parallel: text,
      'detailed-errors': { type: 'boolean', default: false },
      'announce-left': { type: 'boolean', default: false },
      'allow-origin': text,
      'require-token': text,
      azure: text,
    },
  });
  return {
    port: whole('port', values.port ?? env.PORT) ?? 0,
    host: values.host ?? env.HOST ?? '127.0.0.1',
    name: values.name ?? env.INSTANCE_NAME ?? 'reference',
    keepAliveMs: whole('keep-alive-ms', values['keep-alive-ms']),
    clientTimeoutMs: whole('client-timeout-ms', values['client-timeout-ms']),
    handshakeTimeoutMs: whole('handshake-timeout-ms', values['handshake-timeout-ms']),
    pollTimeoutMs: whole('poll-timeout-ms', values['poll-timeout-ms']),
    maxMessageBytes: whole('max-message', values['max-message']),
    reconnectBufferBytes: whole('reconnect-buffer', values['reconnect-buffer']),
    parallel: whole('parallel', values.parallel),
    detailedErrors: values['detailed-errors'],
    announceLeft: values['announce-left'],
    allowOrigin: values['allow-origin'],
    requireToken: values['require-token'],
    azure: values.azure ?? env.AZURE_SIGNALR_CONNECTION_STRING,
  };
}

function whole(flag: string, value: string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${flag} is a whole number, not '${value}'`);
  return Number(value);
}
