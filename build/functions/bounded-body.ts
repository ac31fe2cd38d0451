import type { FunctionRequest } from './function-types.ts';

/** The body of a request, or undefined when it is longer than `maxBytes`. Reads no further than that. */
export async function boundedBody({ headers, body }: FunctionRequest, maxBytes: number): Promise<Buffer | undefined> {
  const told = Number(headers.get('content-length') ?? 0);
  if (!(told <= maxBytes)) return undefined;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
