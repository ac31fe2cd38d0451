import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import { expect, onTestFinished } from 'vitest';
import type { Situation } from './recording.ts';
import type { Judged } from './replay.ts';

/** What an application server answers to negotiation, in a form that can be compared. */
export interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: unknown;
  readonly tokenClaims?: Readonly<Record<string, unknown>>;
}
export const recordedAnswer = ({ entries }: Situation): Answer =>
  entries.find(({ text }) => text?.startsWith('POST /hub/negotiate'))?.data as Answer;

/** Asks a hub at an HTTP server of its own. */
export async function ask({ hub }: Pick<Judged, 'hub'>, query: string): Promise<Answer> {
  const http = createServer((request, response) => void hub.handleRequest(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void http.close());
  const { port } = http.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/hub/negotiate?negotiateVersion=1${query}`, { method: 'POST' });
  const text = await response.text();
  const contentType = response.headers.get('content-type');
  if (contentType !== 'application/json') return { status: response.status, contentType, body: text };
  const body = JSON.parse(text) as { url: string; accessToken: string };
  const { nbf, exp, iat, ...claims } = decodeJwt(body.accessToken);
  expect(nbf).toBe(iat);
  return {
    status: response.status,
    contentType,
    body: { ...body, accessToken: '<jwt>', url: tidy(body.url) },
    tokenClaims: { ...claims, nbf: '<now>', exp: `<now+${(exp ?? 0) - (iat ?? 0)}>`, iat: '<now>' },
  };
}

/** Ports and ids for the logs differ. */
const tidy = (url: string): string =>
  url.replace(/:(\d+|<[^>]+>)\//, ':<port>/').replace(/request_id=[\w-]+$/, 'request_id=<id>');

/** What is due by a recording; the kind of sign-in is left out (`differences.ts`). */
export function due(answer: Answer): Answer {
  const { body, tokenClaims } = answer;
  const { 'asrs.s.aut': _, ...claims } = tokenClaims ?? {};
  return {
    status: answer.status,
    contentType: answer.contentType,
    body: typeof body === 'string' ? body : { ...(body as object), url: tidy((body as { url: string }).url) },
    ...(tokenClaims === undefined
      ? {}
      : { tokenClaims: JSON.parse(JSON.stringify(claims).replace(/vm_[0-9a-f]{32}/, '<server>')) }),
  };
}
export const plainly = (answer: Answer): Answer =>
  JSON.parse(JSON.stringify(answer).replace(/vm_[0-9a-f]{32}/, '<server>')) as Answer;
