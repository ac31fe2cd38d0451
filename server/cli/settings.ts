/** One setting: a flag, an environment variable, and their description. The help text is generated from this table. */
export interface Setting {
  readonly flag: string;
  readonly variable: string;
  /** Placeholder of the value in the help text. Undefined for a switch. */
  readonly value: string | undefined;
  readonly many?: true;
  readonly fallback: string | undefined;
  readonly about: string;
  /** The accepted values in words, for the error message. */
  readonly accepts: string;
}

export const SETTINGS = {
  host: {
    flag: 'host',
    variable: 'INKROOM_HOST',
    value: 'HOST',
    fallback: '127.0.0.1',
    about: 'Address to listen on. 0.0.0.0 or :: lets other machines in.',
    accepts: 'an IP address or a host name, for example 127.0.0.1, 0.0.0.0, :: or localhost',
  },
  port: {
    flag: 'port',
    variable: 'INKROOM_PORT',
    value: 'PORT',
    fallback: '7420+',
    about: 'Port to listen on. With a "+" behind it the next free one is taken when it is in use; 0 takes any free one.',
    accepts: 'a whole number from 0 to 65535, or one with a "+" behind it',
  },
  publicUrl: {
    flag: 'public-url',
    variable: 'INKROOM_PUBLIC_URL',
    value: 'URL',
    fallback: undefined,
    about: 'Address under which people reach this hub, where a proxy stands in front of it. Links are made of it.',
    accepts: 'http://HOST[:PORT] or https://HOST[:PORT], with a path where the proxy serves the hub under one',
  },
  allowOrigin: {
    flag: 'allow-origin',
    variable: 'INKROOM_ALLOW_ORIGIN',
    value: 'ORIGIN',
    many: true,
    fallback: undefined,
    about:
      "Web pages of this origin may connect too. The hub's own pages and the desktop app always may. Repeat the flag, or separate with commas in the variable.",
    accepts: 'an origin such as https://example.org or app://name, without a path; "*" is not accepted',
  },
  allowHost: {
    flag: 'allow-host',
    variable: 'INKROOM_ALLOW_HOST',
    value: 'NAME',
    many: true,
    fallback: undefined,
    about:
      'Browsers may reach this hub under this name too. On a loopback address only localhost and the name of --public-url are accepted without it; on other addresses any name is. It keeps foreign pages out whose name leads to this machine. Repeat the flag, or separate with commas in the variable.',
    accepts: 'a host name or an IP address, without a port',
  },
  trustProxy: {
    flag: 'trust-proxy',
    variable: 'INKROOM_TRUST_PROXY',
    value: undefined,
    fallback: undefined,
    about:
      "A proxy stands in front of this hub: take a client's address from the last entry of its X-Forwarded-For. Without it all clients behind the proxy have one address, and --max-connections-per-address counts them together.",
    accepts: '1, true, 0 or false',
  },
  instanceName: {
    flag: 'instance-name',
    variable: 'INKROOM_INSTANCE_NAME',
    value: 'NAME',
    fallback: undefined,
    about:
      'Name of this hub, as people see it in the status panel, and in the window title when it is given. Default: the name of the machine.',
    accepts: '1 to 64 visible characters',
  },
  store: {
    flag: 'store',
    variable: 'INKROOM_STORE',
    value: 'STORE',
    fallback: 'none',
    about:
      'Where boards are kept. none: in memory only, a restart loses them. lmdb: in a folder of this machine (--data). azure-blob: in a storage account (--blob), which several hubs share. redis: in a Redis (--redis) that writes to its disk, which they share too.',
    accepts: 'none, lmdb, azure-blob or redis',
  },
  data: {
    flag: 'data',
    variable: 'INKROOM_DATA',
    value: 'FOLDER',
    fallback: undefined,
    about: 'Folder of --store lmdb, on a local disk; made when it is not there. One hub at a time uses it.',
    accepts: 'the path of a folder',
  },
  blob: {
    flag: 'blob',
    variable: 'INKROOM_BLOB',
    value: 'ACCOUNT',
    fallback: undefined,
    about:
      "Storage account of --store azure-blob: its connection string, or https://NAME.blob.core.windows.net for the hub's own identity (role Storage Blob Data Contributor). Better in the variable: the string may hold a key.",
    accepts: 'a connection string of a storage account, or its https:// address without a path',
  },
  blobContainer: {
    flag: 'blob-container',
    variable: 'INKROOM_BLOB_CONTAINER',
    value: 'NAME',
    fallback: 'inkroom',
    about: 'Container of the boards; pictures are in NAME-pictures. Made when it is not there.',
    accepts: '3 to 54 lower-case letters, digits and single "-", a letter or digit first and last',
  },
  azureSignalR: {
    flag: 'azure-signalr',
    variable: 'INKROOM_AZURE_SIGNALR',
    value: 'STRING',
    many: true,
    fallback: undefined,
    about:
      'Connection string of Azure SignalR Service (Default mode), or of "inkroom emulator": clients connect there, and hubs with the same ones share their rooms. Several services: repeat the flag with NAME=STRING and NAME:secondary=STRING, or set INKROOM_AZURE_SIGNALR__NAME and INKROOM_AZURE_SIGNALR__NAME__secondary. People are sent to a secondary service only while no primary one answers. Better in the variable: a flag is seen in the list of processes, and the string may hold a key.',
    accepts: 'a connection string, for example Endpoint=https://NAME.service.signalr.net;AuthType=azure.msi;Version=1.0;',
  },
  redis: {
    flag: 'redis',
    variable: 'INKROOM_REDIS',
    value: 'ADDRESS',
    fallback: undefined,
    about:
      'Address of a Redis (6 or later, or Valkey) through which hubs with the same one share their rooms, without Azure. It holds boards only with --store redis. Better in the variable: a flag is seen in the list of processes, and the address may hold a password.',
    accepts: 'redis://[USER:PASSWORD@]HOST[:PORT], rediss://… with TLS, or unix:/PATH of a socket',
  },
  redisPrefix: {
    flag: 'redis-prefix',
    variable: 'INKROOM_REDIS_PREFIX',
    value: 'NAME',
    fallback: 'inkroom',
    about: 'Begin of the names of channels and keys in Redis. Hubs with another one do not see each other.',
    accepts: '1 to 64 letters, digits, "-", "_" and "."',
  },
  peerUrl: {
    flag: 'peer-url',
    variable: 'INKROOM_PEER_URL',
    value: 'URL',
    fallback: undefined,
    about:
      'Address at which the other hubs reach this one, to give it pictures. Default: --public-url, else the address on which it listens; behind a balancer that leads to any hub.',
    accepts: 'http://HOST[:PORT] or https://HOST[:PORT]',
  },
  web: {
    flag: 'web',
    variable: 'INKROOM_WEB',
    value: 'FOLDER',
    fallback: undefined,
    about: 'Folder of the web client. Default: the one that was built with this hub.',
    accepts: 'the path of a folder',
  },
  maxRooms: {
    flag: 'max-rooms',
    variable: 'INKROOM_MAX_ROOMS',
    value: 'NUMBER',
    fallback: '10000',
    about: 'Rooms that may be open at a time.',
    accepts: 'a whole number from 1 to 1000000',
  },
  maxConnections: {
    flag: 'max-connections',
    variable: 'INKROOM_MAX_CONNECTIONS',
    value: 'NUMBER',
    fallback: '20000',
    about: 'Clients that may be connected at a time.',
    accepts: 'a whole number from 1 to 1000000',
  },
  maxConnectionsPerAddress: {
    flag: 'max-connections-per-address',
    variable: 'INKROOM_MAX_CONNECTIONS_PER_ADDRESS',
    value: 'NUMBER',
    fallback: '200',
    about:
      'Clients that may be connected at a time from one network address, an IPv4 address or an IPv6 /64. They may open as many new rooms at once. Not counted behind Azure SignalR Service.',
    accepts: 'a whole number from 1 to 1000000',
  },
  maxViewersPerRoom: {
    flag: 'max-viewers-per-room',
    variable: 'INKROOM_MAX_VIEWERS_PER_ROOM',
    value: 'NUMBER',
    fallback: '10000',
    about:
      'People who may be in one room at a time by a link that only lets them watch, in addition to 1,000 others. The list of people names 100 of them and counts the rest.',
    accepts: 'a whole number from 1 to 1000000',
  },
  maxBoardMemory: {
    flag: 'max-board-memory',
    variable: 'INKROOM_MAX_BOARD_MEMORY',
    value: 'MIB',
    fallback: undefined,
    about:
      'Memory that all open boards together may take, MiB, as estimated. When it is used up the hub refuses what would need more; clients keep it and send it later. Default: half of the heap that Node.js may use (NODE_OPTIONS=--max-old-space-size).',
    accepts: 'a whole number from 1 to 1000000',
  },
  maxDisk: {
    flag: 'max-disk',
    variable: 'INKROOM_MAX_DISK',
    value: 'MIB',
    fallback: '10240',
    about:
      'Disk space that the boards of --store lmdb may take, MiB. When it is used up, or less than 1 GiB and 5 % of the disk are free, new boards cannot be saved and open ones are read only until there is space. The pictures of any store may take half as much.',
    accepts: 'a whole number from 1 to 100000000',
  },
  keepDays: {
    flag: 'keep-days',
    variable: 'INKROOM_KEEP_DAYS',
    value: 'DAYS',
    fallback: undefined,
    about:
      'With a store: boards that no one has changed for so many days are deleted, with their pictures and what was set aside of them. Default: never.',
    accepts: 'a whole number from 1 to 36500',
  },
  linkKey: {
    flag: 'link-key',
    variable: 'INKROOM_LINK_KEY',
    value: 'FILE',
    fallback: undefined,
    about:
      'Signed links: people enter with what a link grants (view, comment, draw, host) until it expires. FILE holds the keys, is made when it is not there, and is read again when it changes; "inkroom link" makes links with it. Hubs that share rooms use the same keys.',
    accepts: 'the path of a file',
  },
  requireLinks: {
    flag: 'require-links',
    variable: 'INKROOM_REQUIRE_LINKS',
    value: undefined,
    fallback: undefined,
    about: 'With --link-key: rooms open only with a signed link. Without it, who knows the name of a room may draw there.',
    accepts: '1, true, 0 or false',
  },
  signIn: {
    flag: 'sign-in',
    variable: 'INKROOM_SIGN_IN',
    value: 'FILE',
    fallback: undefined,
    about:
      'With --link-key: people of an organisation enter by signing in with OpenID Connect, or by what a reverse proxy says of them. FILE says how, and who may do what. Mostly used with --require-links.',
    accepts: 'the path of a file',
  },
  apiKeys: {
    flag: 'api-keys',
    variable: 'INKROOM_API_KEYS',
    value: 'FILE',
    fallback: undefined,
    about:
      'Serve /api to other systems: they announce, read boards and draw. FILE holds hashes of their keys, is made when it is not there, and is read again when it changes; "inkroom api-key" makes keys. Hubs that share rooms use the same file.',
    accepts: 'the path of a file',
  },
  fonts: {
    flag: 'fonts',
    variable: 'INKROOM_FONTS',
    value: 'FOLDER',
    fallback: undefined,
    about:
      'With --api-keys: fonts (.ttf, .otf, .ttc) for the PNG pictures of boards, for characters other than Latin, Greek and Cyrillic ones. Read at the start.',
    accepts: 'the path of a folder',
  },
  webhooks: {
    flag: 'webhooks',
    variable: 'INKROOM_WEBHOOKS',
    value: 'FILE',
    fallback: undefined,
    about:
      'Report to other systems who joins and leaves, and which boards change. FILE names their addresses and secrets (docs/operating.md).',
    accepts: 'the path of a file',
  },
  webhooksToPrivate: {
    flag: 'webhooks-to-private',
    variable: 'INKROOM_WEBHOOKS_TO_PRIVATE',
    value: undefined,
    fallback: undefined,
    about: 'Webhooks may lead to this machine and to private networks. Without it only public addresses are accepted.',
    accepts: '1, true, 0 or false',
  },
  metricsToken: {
    flag: 'metrics-token',
    variable: 'INKROOM_METRICS_TOKEN',
    value: 'TOKEN',
    fallback: undefined,
    about:
      'Serve /metrics (Prometheus text) to who sends "Authorization: Bearer TOKEN". Without a token there is no /metrics. Better in the variable: a flag is seen in the list of processes.',
    accepts: '16 to 200 visible ASCII characters without blanks',
  },
  otlp: {
    flag: 'otlp',
    variable: 'INKROOM_OTLP',
    value: 'URL',
    fallback: undefined,
    about:
      'Follow one batch a second of every room and send its way, with times and bytes, to an OpenTelemetry collector (OTLP over HTTP, JSON). URL is its base address: /v1/traces is added. Off by default: the people of a room are asked when they have painted what is followed.',
    accepts: 'the http or https address of a collector',
  },
  logLevel: {
    flag: 'log-level',
    variable: 'INKROOM_LOG_LEVEL',
    value: 'LEVEL',
    fallback: 'info',
    about: 'Least important log lines to write: debug, info, warn, error, or silent.',
    accepts: 'debug, info, warn, error or silent',
  },
  logFormat: {
    flag: 'log-format',
    variable: 'INKROOM_LOG_FORMAT',
    value: 'FORMAT',
    fallback: 'text',
    about: 'How log lines look: text for people, json for machines. They go to the error output.',
    accepts: 'text or json',
  },
  quiet: {
    flag: 'quiet',
    variable: 'INKROOM_QUIET',
    value: undefined,
    fallback: undefined,
    about: 'Print the link and nothing else but warnings and errors.',
    accepts: '1, true, 0 or false',
  },
} as const satisfies Record<string, Setting>;
