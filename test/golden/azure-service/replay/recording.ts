import { readFileSync } from 'node:fs';

/** One thing that happened between Microsoft's SDK and a stand-in of the service; see `about` in the file. */
export interface Entry {
  /** Milliseconds since the situation began. */
  readonly ms: number;
  /** Server connection: letter of the application server and running number. */
  readonly conn?: string;
  readonly dir?: 'app-to-service' | 'service-to-app';
  /** The whole frame. */
  readonly hex?: string;
  readonly event?: string;
  readonly text?: string;
  readonly url?: string;
  readonly code?: number;
  readonly data?: unknown;
}

export interface Situation {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly Entry[];
}

const file = new URL('../sdk-transcripts.json', import.meta.url);

export const SITUATIONS: readonly Situation[] = (
  JSON.parse(readFileSync(file, 'utf8')) as { readonly situations: readonly Situation[] }
).situations;

/** Numbers of the situations that consist of messages of the service and answers to them; the others are of another kind each. */
export const BY_MESSAGES: ReadonlySet<string> = new Set(
  [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 22, 23, 25, 26, 27, 28, 30, 33, 35, 36].map((n) =>
    String(n).padStart(2, '0'),
  ),
);
