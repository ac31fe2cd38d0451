import { lookup as systemLookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { codeOf } from '../../../core/base/reason-of.ts';
import { isPrivateAddress } from './private-addresses.ts';

export interface Report {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a report, and resolves with the status of the answer or a word why there is none. It never rejects. */
export type Post = (report: Report) => Promise<number | string>;

/** A target has so long to take a report, from the look-up of its name to the head of its answer. Milliseconds. */
const POST_TIMEOUT_MS = 5_000;

/**
 * Posts by HTTP on a connection of its own. Redirects are not followed, and nothing of the answer but its status is read.
 * `toPrivate`: addresses that are not public are allowed. The check is about the address that is connected to, so a name that
 * leads elsewhere the next moment does not pass it.
 */
export function httpPost(toPrivate: boolean, timeoutMs = POST_TIMEOUT_MS): Post {
  return ({ url, headers, body }) =>
    new Promise((resolve) => {
      const send = url.startsWith('https:') ? httpsRequest : httpRequest;
      const options = {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        ...(toPrivate ? {} : { lookup: publicLookup }),
      } as const;
      const sent = send(url, options, (response) => {
        resolve(response.statusCode ?? 'no status');
        response.destroy();
      });
      sent.on('error', (error) => resolve(error.name === 'AbortError' ? 'timeout' : (codeOf(error) ?? 'unreachable')));
      sent.end(body);
    });
}

const publicLookup: LookupFunction = (hostname, options, done) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    const found = error ? [] : addresses.filter(({ address }) => !isPrivateAddress(address));
    const [first] = found;
    if (error) done(error, '');
    else if (first === undefined) done(Object.assign(new Error('a private address'), { code: 'PRIVATE_ADDRESS' }), '');
    else if (options.all === true) done(null, found);
    else done(null, first.address, first.family);
  });
};
