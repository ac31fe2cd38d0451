/** A difference to the recorded server that is meant. */
export interface AcceptedDifference {
  /** Server under test. `aspnet`: what differs from run to run of the recorded server itself. */
  readonly server: 'reference' | 'aspnet';
  /** Names of the scenarios. */
  readonly scenarios: RegExp;
  /** Kind of difference, as the replay names it. */
  readonly what: RegExp;
  /** What came instead. */
  readonly came: RegExp;
  /** What was recorded, where that is not clear from the rest. */
  readonly due?: RegExp;
  readonly reason: string;
}

/**
 * Every row of `reference` must be seen in a full run; the reasons are for the server's README (`npm run test:golden --
 * --markdown`). Section numbers are those of `server/signalr/REFERENCE.md`.
 */
export const ACCEPTED_DIFFERENCES: readonly AcceptedDifference[] = [
  {
    server: 'aspnet',
    scenarios: /^stateful\/ping-while-detached$/,
    what: /^no answer$/,
    came: /type.:7/,
    reason: 'volatile, as the recording says: the client timeout of 2.5 s may end the connection first',
  },
  {
    server: 'aspnet',
    scenarios: /^close\/server-shutdown-stateful\//,
    what: /^(end|extra message)$/,
    came: /1000|"type":7/,
    reason: 'volatile: the client timeout and the end of the host, both at 30 s, race',
  },
  {
    server: 'reference',
    scenarios: /./,
    what: /^header vary$/,
    came: /^Origin$/,
    reason: 'every answer of a hub with CORS depends on the Origin, also one to a request without it: caches must know',
  },
  {
    server: 'reference',
    scenarios: /./,
    what: /^header (transfer-encoding|content-length)$/,
    came: /^(absent|\d+)$/,
    due: /^(chunked|absent)$/,
    reason: 'short texts carry their length instead of being chunked',
  },
  {
    server: 'reference',
    scenarios: /./,
    what: /^header content-type$/,
    came: /^absent$/,
    due: /^text\/plain$/,
    reason: 'an empty body has no content type',
  },
  {
    server: 'reference',
    scenarios: /./,
    what: /^header content-type$/,
    came: /^text\/plain$/,
    due: /^absent$/,
    reason: 'the text of a refused upgrade has a content type',
  },
  {
    server: 'reference',
    scenarios: /^(negotiate|cors)\//,
    what: /^header cache-control$/,
    came: /^no-store$/,
    reason: 'an answer that carries, or might have carried, a secret token says that it is not to be kept',
  },
  {
    server: 'reference',
    scenarios: /^negotiate\/stateful-v0$/,
    what: /^body$/,
    came: /^\{"negotiateVersion":0,/,
    due: /^\{"useStatefulReconnect":true,"negotiateVersion":0,/,
    reason:
      'stateful reconnect is not granted in version 0 of negotiate: the token is the public id there, by which anybody could take the connection over',
  },
  {
    server: 'reference',
    scenarios: /^cors\/preflight-/,
    what: /^header access-control-(allow-methods|allow-headers|max-age)$/,
    came: /./,
    reason: 'a preflight answer names all methods of the hub and lasts ten minutes, so that a browser asks once',
  },
  {
    server: 'reference',
    scenarios: /^(close\/client-frame-(1001|none)|stateful\/reattach-after-close-frame-1001)$/,
    what: /^close code$/,
    came: /^closed (1001|1005)$/,
    reason: "a close frame is answered with the peer's own code, as RFC 6455 (5.5.1) suggests; clients ignore it",
  },
  {
    server: 'reference',
    scenarios: /^close\/server-shutdown/,
    what: /^extra message$/,
    came: /"type":7,"allowReconnect":true|^049307c0c3$/,
    reason:
      'shutdown sends Close with allowReconnect and a close frame, and does not wait for stateful connections (5.3, check 88)',
  },
  {
    server: 'reference',
    scenarios: /^parse-(json|messagepack)\/type-(0|99)/,
    what: /^extra message$/,
    came: /"type":3|^..950380a13/,
    reason: 'a message of unknown type is skipped; the recorded server stops processing for good (4.1, check 70)',
  },
  {
    server: 'reference',
    scenarios: /^(invoke\/echo-text\/json|parse-json\/invalid-utf8)$/,
    what: /^encoding$/,
    came: /😀|�/,
    reason: 'JSON text is written by JSON.stringify: the same values, other escapes',
  },
  {
    server: 'reference',
    scenarios: /^(group|invoke|client-result|stateful)\//,
    what: /^encoding$/,
    due: /^..960180.*90$/,
    came: /^..950180/,
    reason: 'an invocation without streams has the 5 items that the JavaScript client writes (4.3)',
  },
  {
    server: 'reference',
    scenarios: /messagepack/,
    what: /^encoding$/,
    due: /^..9[45]0[23]80a13[13]/,
    came: /^..9[45]0[23]80a13[13]/,
    reason: 'whole numbers are written in their shortest form, whatever type .NET declares (4.3)',
  },
  {
    server: 'reference',
    scenarios: /\/detailed$|detailed/,
    what: /^message$/,
    // The part that is the same without detailed errors, in text or in hex.
    came: /"error":"(Connection closed with an error\.|Failed to invoke '\w+' due to an error on the server\.|An unexpected error occurred during connection handshake\.)|436f6e6e656374696f6e20636c6f736564207769746820616e206572726f722e|4661696c656420746f20696e766f6b652027/,
    reason: 'detailed errors name the same failure in our words: the recorded ones are texts of .NET exceptions and parsers',
  },
  {
    server: 'reference',
    scenarios: /^stream\/bad-item-detailed/,
    what: /^message$/,
    came: /Failed to bind Stream message\."|4661696c656420746f2062696e642053747265616d206d6573736167652e$/,
    reason: 'detailed errors do not repeat the texts of .NET parsers',
  },
  {
    server: 'reference',
    scenarios: /^stream\/upload-same-stream-id-twice/,
    what: /^message$/,
    came: /Stream ID '2' is already in use|53747265616d20494420273227/,
    reason:
      'an upload id that is in use is refused; the recorded server gives its items to the second call, and the first never ends (7.3)',
  },
  {
    server: 'reference',
    scenarios: /^sse\//,
    what: /^header x-accel-buffering$/,
    came: /^no$/,
    reason: 'nginx in front must not wait for more (2.4)',
  },
  {
    server: 'reference',
    scenarios: /^stateful\/ack-repeated-and-lower$/,
    what: /^message$/,
    came: /^\{"type":9,"sequenceId":3\}/,
    reason:
      'an Ack that comes again, or a lower one, acknowledges nothing more; the recorded server then forgets the third message (6.3)',
  },
  {
    server: 'reference',
    scenarios: /^stateful\/buffer-full/,
    what: /^message$/,
    came: /"type":7,"error":"The connection was too slow|54686520636f6e6e656374696f6e2077617320746f6f20736c6f77/,
    reason: 'a connection with more unacknowledged bytes than its buffer is ended; writers never wait for it (6.6, check 104)',
  },
  {
    server: 'reference',
    scenarios: /^stateful\/message-before-sequence$/,
    what: /^no answer$/,
    came: /^nothing$/,
    reason: 'after a reattach nothing of the client is taken before its Sequence (6.5, check 94)',
  },
  {
    server: 'reference',
    scenarios: /^stateful\/sequence-without-a-drop$/,
    what: /^extra message$/,
    came: /"type":7,"error"/,
    reason:
      'a Sequence without a reattach ends the connection; the recorded server drops new messages as duplicates (6.5, check 99)',
  },
  {
    server: 'reference',
    scenarios: /^stateful\/messages-before-first-ping$/,
    what: /^no answer$/,
    came: /^nothing$/,
    reason:
      'messages are held until the first frame behind the handshake: before it a client does not count them (6.8 rule 2, check 97)',
  },
  {
    server: 'reference',
    scenarios: /^stateful\/replayed-upload$/,
    what: /^extra message$/,
    came: /"invocationId":"5","result":"call 5"/,
    reason: 'replayed items of a finished upload are counted, so that new calls are answered (6.9a, check 94)',
  },
  {
    server: 'reference',
    scenarios: /^stateful\/second-socket-while-first-lives\//,
    what: /^upgrade$/,
    came: /^101$/,
    reason: 'a second socket takes over from one that lives, without loss (6.4, check 101)',
  },
  {
    server: 'reference',
    scenarios: /^stateful\/second-socket-while-first-is-silent$/,
    what: /^no answer$/,
    due: /^closed 1000$/,
    came: /^nothing$/,
    reason: 'a second socket takes over from one that is silent, at once and for good (6.4, check 101)',
  },
  {
    server: 'reference',
    scenarios: /^stateful\/sequence-(0|-1)\//,
    what: /^(message|extra message)$/,
    came: /^\{"type":7,"error"|^259307d920/,
    reason: 'a Sequence below 1 ends the connection; the recorded server drops new messages as duplicates (6.5, check 99)',
  },
  {
    server: 'reference',
    scenarios: /^(parse-json\/deep-json|size\/)/,
    what: /^message$/,
    // In text, or in hex: "Connection closed with an error. message.too_large: ".
    came: /^\{"type":7,"error":"Connection closed with an error\. message\.too_(deep|large): [^"]+","allowReconnect":true\}|436f6e6e656374696f6e20636c6f736564207769746820616e206572726f722e206d6573736167652e746f6f5f6c617267653a20/,
    due: /"Connection closed with an error\."|436f6e6e656374696f6e20636c6f736564207769746820616e206572726f722e/,
    reason: 'a client that exceeds a bound is told which, with a code; the recorded server says only that there was an error',
  },
];
