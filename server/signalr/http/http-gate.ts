import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorName } from '../error-name.ts';
import type { Log } from '../host.ts';
import { type Answer, respondWith } from '../transports/http-answer.ts';
import { type Authenticate, type Authentication, bearerToken, type HubUser } from './authentication.ts';
import { type AllowedOrigins, corsHeaders, isOriginAllowed, preflightHeaders } from './origin-policy.ts';

export interface HttpGateOptions {
  readonly allowedOrigins: AllowedOrigins;
  readonly authenticate: Authenticate | undefined;
  readonly log: Log;
  addressOf(request: IncomingMessage): string;
}

/** Of a header in a log line. */
export const LOGGED_CHARS = 200;

const FAILED: Answer = { status: 500 };
const ORIGIN_REFUSED: Answer = { status: 403, text: 'Origin not allowed' };

/** The first checks of every request to a hub, wherever its clients connect: CORS and authentication. */
export class HttpGate {
  readonly #options: HttpGateOptions;

  constructor(options: HttpGateOptions) {
    this.#options = options;
  }

  /** Sets the CORS headers. True: the request is answered, because it was a preflight or from a foreign page. */
  answersCors(request: IncomingMessage, response: ServerResponse): boolean {
    const { allowedOrigins } = this.#options;
    for (const [name, value] of Object.entries(corsHeaders(request.headers, allowedOrigins)))
      if (value !== undefined) response.setHeader(name, value);
    const hasCors = allowedOrigins === 'any' || allowedOrigins.length > 0;
    const isAllowed = isOriginAllowed(request.headers, allowedOrigins);
    if (!hasCors || !isPreflight(request)) {
      // A foreign page could not read the answer, but each of its requests would use a place.
      if (!isAllowed) respondWith(response, this.foreign(request));
      return !isAllowed;
    }
    respondWith(response, { status: 204, headers: isAllowed ? preflightHeaders(request.headers) : {} });
    return true;
  }

  /** The answer to a page of another origin. */
  foreign({ headers: { origin, host } }: IncomingMessage): Answer {
    this.#options.log.info('connection.origin_refused', {
      origin: origin?.slice(0, LOGGED_CHARS),
      host: host?.slice(0, LOGGED_CHARS),
    });
    return ORIGIN_REFUSED;
  }

  /**
   * Calls `then` with the user, in the same turn unless authentication is asynchronous; otherwise `refuse`. `search` is the
   * query.
   */
  identify(
    search: string,
    request: IncomingMessage,
    then: (user: HubUser | undefined) => void,
    refuse: (answer: Answer) => void,
  ): void {
    const { authenticate, log } = this.#options;
    if (authenticate === undefined) {
      then(undefined);
      return;
    }
    const query = new URLSearchParams(search);
    const { headers } = request;
    const settle = (who: Authentication): void => {
      if (who === undefined || !('refused' in who)) then(who);
      else refuse({ status: who.refused, ...(who.text === undefined ? {} : { text: who.text }) });
    };
    const fail = (error: unknown): void => {
      log.error('hub.authenticate_failed', { error: errorName(error) });
      refuse(FAILED);
    };
    try {
      const asked = { headers, query, remoteAddress: this.#options.addressOf(request), token: bearerToken(headers, query) };
      const who = authenticate(asked);
      if (who instanceof Promise) who.then(settle).catch(fail);
      else settle(who);
    } catch (error) {
      fail(error);
    }
  }

  refuseUpgrade(socket: Duplex, answer: Answer, request: IncomingMessage): void {
    const body = answer.text ?? '';
    const head = [
      `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
      'Connection: close',
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    for (const [name, value] of Object.entries(corsHeaders(request.headers, this.#options.allowedOrigins)))
      head.push(`${name}: ${String(value)}`);
    if (body !== '') head.push('Content-Type: text/plain');
    // A peer that has gone is not an error here.
    socket.on('error', () => socket.destroy());
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  }
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}
