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
 * --markdown`). Section numbers are those of signalr-protocol.
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
    scenarios: /^negotiate\//,
    what: /^header cache-control$/,
    came: /^no-store$/,
    reason: 'an answer that carries, or might have carried, a secret token says that it is not to be kept',
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
    scenarios: /^close\/client-frame-(1001|none)$/,
    what: /^end$/,
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
    scenarios: /^(invoke\/echo-text|parse-json\/invalid-utf8)(\/json)?$/,
    what: /^message$/,
    came: /😀|�/,
    reason: 'JSON text is written by JSON.stringify: the same values, other escapes',
  },
  {
    server: 'reference',
    scenarios: /^(group\/(send\/messagepack|mixed-protocols)|invoke\/send-to-caller\/messagepack)$/,
    what: /^message$/,
    came: /^..950180c0a76d657373616765/,
    reason: 'an invocation without streams has the 5 items that the JavaScript client writes (4.3)',
  },
  {
    server: 'reference',
    scenarios: /^(invoke\/(echo-object|add-result-is-integer)|parse-messagepack\/echo-int-widths)/,
    what: /^message$/,
    came: /^..950380a13103/,
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
];
