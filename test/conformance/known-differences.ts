/** Checks that a known server fails, and why that is the server's doing and not the suite's. */
export interface KnownDifference {
  /** Id of the check. */
  readonly check: string;
  /** `emulator`: our reference hub behind our emulator of Azure SignalR Service. */
  readonly server: 'aspnet' | 'emulator';
  /** What the failure must say: another failure of the same check is a finding, not a known difference. */
  readonly says: RegExp;
  readonly reason: string;
}

/** Of Microsoft's server. */
function inBothProtocols(check: string, difference: Pick<KnownDifference, 'says' | 'reason'>): readonly KnownDifference[] {
  return ['json', 'messagepack'].map((protocol) => ({ check: `${check}/${protocol}`, server: 'aspnet', ...difference }));
}

/**
 * Seen on ASP.NET Core 10.0.12. A row whose check passes is an error of the table, and the run fails. Sections are those of
 * `server/signalr/REFERENCE.md`.
 */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  ...(['json', 'messagepack'] as const).map((protocol) => ({
    check: `87/${protocol}`,
    server: 'emulator' as const,
    says: /refusedUpgrade/,
    reason:
      'the close comes as it must; the socket after it is refused with 401, because it comes without the token of the service',
  })),
  ...inBothProtocols('70', {
    says: /no message within/,
    reason: 'a message of unknown type wedges the connection: nothing after it is processed, and no Close is sent (4.1)',
  }),
  {
    check: '73b',
    server: 'aspnet',
    says: /no message of type 7 within/,
    reason: 'a length alone is not looked at: the connection ends when more bytes than the limit have come (4.3)',
  },
  ...inBothProtocols('75b', {
    says: /order of the answers/,
    reason: 'a call that waits for its turn stops the whole read loop, so that items behind it wait too (7.2)',
  }),
  ...inBothProtocols('79c', {
    says: /no message of type 3 within|the second call fails/,
    reason: 'an upload id used twice is not refused: the second call takes the items over and the first never ends (7.3)',
  }),
  {
    check: '88a',
    server: 'aspnet',
    says: /closed with 1006/,
    reason: 'shutdown sends neither Close nor a close frame: the client sees 1006 (5.3)',
  },
  {
    check: '88b',
    server: 'aspnet',
    says: /no message of type 7 within/,
    reason: "one stateful connection holds shutdown up for the host's 30 s, then 1006 (5.3)",
  },
  {
    check: '88c',
    server: 'aspnet',
    says: /ended while a message was awaited|socket hang up|nothing within|ECONNRESET/,
    reason: 'shutdown ends event streams and polls without Close (5.3)',
  },
  ...inBothProtocols('93b', {
    says: /sequenceId/,
    reason:
      'repeated and lower Acks each count anew, so that a message nobody acknowledged is forgotten (stateful/ack-repeated-and-lower)',
  }),
  ...inBothProtocols('94b', {
    says: /no message within/,
    reason: 'replayed items of a finished upload are not counted: as many new messages are dropped as duplicates (6.9a)',
  }),
  ...inBothProtocols('94c', {
    says: /early/,
    reason: 'a message before the Sequence of the client is numbered and executed (6.5)',
  }),
  ...inBothProtocols('96', {
    says: /no message of type 8 within/,
    reason: 'an Ack that was lost in a drop is not repeated (6.3); a rule of our own',
  }),
  ...inBothProtocols('97', {
    says: /nothing was due/,
    reason: 'there is no hold: messages before the first Ping reach the client, which does not count them (6.8 rule 2)',
  }),
  ...inBothProtocols('99b', {
    says: /no message of type 7 within/,
    reason: 'a Sequence below 1 is accepted, and new messages are dropped as duplicates (6.5)',
  }),
  ...inBothProtocols('99c', {
    says: /no message of type 7 within/,
    reason: 'a Sequence is obeyed at any time, and the messages after it are dropped as duplicates (6.5)',
  }),
  ...inBothProtocols('101a', {
    says: /refused with 404/,
    reason: 'a second socket while the first lives ends the connection instead of taking over (6.4)',
  }),
  ...inBothProtocols('101b', {
    says: /closed with 1000/,
    reason: 'a second socket waits 5 s for a silent first one, is accepted, and is then closed (6.4)',
  }),
  {
    check: '104',
    server: 'aspnet',
    says: /the connection was not ended/,
    reason: 'writes to a connection with a full replay buffer wait, for ever if the client never acknowledges (6.6)',
  },
  {
    check: '105',
    server: 'aspnet',
    says: /every one of ten reattaches was accepted/,
    reason: 'reattaches are not limited (6.9); a rule of our own',
  },
  {
    check: '106',
    server: 'aspnet',
    says: /accepted with 101/,
    reason: 'a reattach as another user is logged and accepted (6.4)',
  },
];
