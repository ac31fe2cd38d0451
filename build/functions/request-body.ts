import { boundedBody } from '@inkroom/azure-signalr/bounded-body';
import type { FunctionRequest } from './function-types.ts';

/** The body of a request, or undefined when it is longer than `maxBytes`. One that says so itself is not read at all. */
export async function requestBody({ headers, body }: FunctionRequest, maxBytes: number): Promise<Buffer | undefined> {
  const told = Number(headers.get('content-length') ?? 0);
  if (!(told <= maxBytes)) return undefined;
  return boundedBody(body as AsyncIterable<Uint8Array> | null, maxBytes);
}
