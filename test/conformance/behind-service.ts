/**
 * Checks that are not put to a hub behind Azure SignalR Service (`--emulator`), and why: they are about what the service does in the place
 * of the application server. Everything else must pass unchanged.
 */
export interface NotBehindService {
  /** Ids of checks; a number alone stands for all whose id begins with it. */
  readonly checks: readonly string[];
  readonly reason: string;
}

export const NOT_BEHIND_SERVICE: readonly NotBehindService[] = [
  {
    checks: ['1', '2', '3', '4', '5', '6', '11'],
    reason: 'negotiation at the hub answers with a redirect, always of version 0; ids and transports are those of the service',
  },
  {
    checks: ['18', '20', '21', '24', '25', '26', '27', '28', '109'],
    reason: "requests and upgrades of clients go to the service, with its token; the hub's own path serves none",
  },
  { checks: ['23b', '44', '45', '46', '47', '48', '49', '85b', '88c'], reason: 'Server-Sent Events end at the service' },
  { checks: ['50', '51', '52', '53', '54', '55', '56', '57', '58', '59', '85c'], reason: 'long polling ends at the service' },
  {
    checks: [
      '8',
      ...['91', '92', '93', '93b', '94a', '94b', '94c', '95', '96', '97', '98', '99a', '99b', '99c', '100', '101a', '101b'],
      ...['102', '104', '105', '106', '107', '108'],
    ],
    reason: 'stateful reconnect is between client and service; the application server does not offer it',
  },
  {
    checks: ['81', '90'],
    reason:
      'what a client does not read waits at the service, which drops it in the end: the application server never sees its socket',
  },
  { checks: ['110'], reason: 'a negotiation leaves nothing behind at the application server: there is nothing to leak' },
];

/** Why the check is not put to a hub behind the service; undefined: it is. */
export function whyNotBehindService(id: string): string | undefined {
  const [number = ''] = id.split('/');
  return NOT_BEHIND_SERVICE.find(({ checks }) => checks.includes(number))?.reason;
}
