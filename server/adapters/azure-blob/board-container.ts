import { type ContainerClient, RestError } from '@azure/storage-blob';

/** What the store needs of a container. All calls reject when the service cannot be reached. */
export interface BoardContainer {
  /** Undefined: there is none. */
  read(name: string): Promise<{ readonly bytes: Uint8Array; readonly tag: string } | undefined>;
  /** The version of a blob; undefined: there is none. */
  tag(name: string): Promise<string | undefined>;
  /** Writes a blob whose version is `tag` (undefined: that is not there). Returns its new version, or `changed`. */
  replace(name: string, bytes: Uint8Array, tag: string | undefined): Promise<{ readonly tag: string } | 'changed'>;
  /** Makes an empty blob for `append`, when there is none. */
  beginLog(name: string): Promise<void>;
  /** `missing`: there is none. `full`: it takes no more, and a new one is needed. */
  append(name: string, bytes: Uint8Array): Promise<'appended' | 'missing' | 'full'>;
  /** With `tag`: only that version. True when it is not there any longer. */
  remove(name: string, tag?: string): Promise<boolean>;
  list(prefix: string): Promise<readonly ListedBlob[]>;
}

export interface ListedBlob {
  readonly name: string;
  readonly bytes: number;
  /** By the service's clock, milliseconds since 1970. */
  readonly changedAt: number;
}

export function boardContainer(client: ContainerClient): BoardContainer {
  const blob = (name: string) => client.getBlobClient(name);
  return {
    async read(name) {
      return orWhen([404], async () => {
        const answer = await blob(name).download();
        const bytes = await bytesOf(answer.readableStreamBody);
        return { bytes, tag: answer.etag ?? '' };
      });
    },
    tag: (name) => orWhen([404], async () => (await blob(name).getProperties()).etag),
    async replace(name, bytes, tag) {
      const conditions = tag === undefined ? { ifNoneMatch: '*' } : { ifMatch: tag };
      const answer = await orWhen([404, 409, 412], () =>
        client.getBlockBlobClient(name).upload(body(bytes), bytes.length, { conditions }),
      ).catch(leased);
      return answer?.etag === undefined ? 'changed' : { tag: answer.etag };
    },
    async beginLog(name) {
      await orWhen([409, 412], () => client.getAppendBlobClient(name).create({ conditions: { ifNoneMatch: '*' } }));
    },
    async append(name, bytes) {
      try {
        await client.getAppendBlobClient(name).appendBlock(body(bytes), bytes.length);
        return 'appended';
      } catch (error) {
        if (error instanceof RestError && error.statusCode === 404) return 'missing';
        if (error instanceof RestError && error.code === 'BlockCountExceedsLimit') return 'full';
        throw error;
      }
    },
    async remove(name, tag) {
      const conditions = tag === undefined ? {} : { ifMatch: tag };
      const answer = await orWhen([412], () => blob(name).deleteIfExists({ conditions }));
      return answer !== undefined;
    },
    async list(prefix) {
      const found: ListedBlob[] = [];
      for await (const { name, properties } of client.listBlobsFlat({ prefix })) {
        found.push({ name, bytes: properties.contentLength ?? 0, changedAt: properties.lastModified.getTime() });
      }
      return found;
    },
  };
}

/** The call's answer; undefined when it failed with one of these. A lease is no lost race: it rejects. */
async function orWhen<T>(codes: readonly number[], call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof RestError && error.statusCode !== undefined && codes.includes(error.statusCode) && !isLease(error))
      return undefined;
    throw error;
  }
}

const isLease = ({ code }: RestError): boolean => code?.startsWith('Lease') === true;

function leased(error: unknown): never {
  if (error instanceof RestError && isLease(error)) throw new Error('another program holds a lease on the stored board');
  throw error;
}

const body = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

async function bytesOf(stream: NodeJS.ReadableStream | undefined): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream ?? []) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return new Uint8Array(Buffer.concat(chunks));
}
