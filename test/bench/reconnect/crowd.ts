import { CONTRACT_VERSION, type Have } from '../../../core/contract/hub-contract.ts';
import { unpackStates } from '../../../core/room/catch-up.ts';
import { benchSecret } from '../fanout/dialect-inkroom.ts';
import type { CrowdPlan, CrowdReport, FromCrowd, ToCrowd } from './messages.ts';
import { come, type StatefulClient } from './stateful-client.ts';

/** The people of the bench, in a process of their own. */
const FIRST_AUTHOR = 1_000;
const say = (message: FromCrowd): void => void process.send?.(message);

let plan: CrowdPlan | undefined;
let clients: readonly StatefulClient[] = [];
let known: Have | undefined;

async function comeAll(have: Have | undefined): Promise<CrowdReport> {
  if (!plan) throw new Error('no plan');
  const { port, room, people } = plan;
  const looked: Uint8Array[] = [];
  const times: number[] = [];
  const from = performance.now();
  clients = await Promise.all(
    Array.from({ length: people }, async (_, i) => {
      const secret = benchSecret(FIRST_AUTHOR + i);
      const request = {
        version: CONTRACT_VERSION,
        room,
        secret,
        name: `Person ${i}`,
        color: i % 12,
        ...(have ? { have } : {}),
      };
      // The last one's body is read; decoding all of them is no work of the hub.
      const onChunk = i === people - 1 ? (bytes: Uint8Array) => void looked.push(new Uint8Array(bytes)) : undefined;
      const client = await come({ port, request, ...(onChunk ? { onChunk } : {}) });
      times.push(performance.now() - from);
      return client;
    }),
  );
  known = clients.at(-1)?.have;
  const how: Record<string, number> = {};
  for (const { start } of clients) how[start?.how ?? 'none'] = (how[start?.how ?? 'none'] ?? 0) + 1;
  const last = clients.at(-1)?.start;
  const states = last && last.how !== 'suffix' ? unpackStates(Buffer.concat(looked)) : undefined;
  if (states && !states.ok) throw new Error(`the body cannot be read: ${states.error.code}`);
  return {
    allLiveMs: Math.max(...times),
    medianLiveMs: times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN,
    bytes: clients.reduce((sum, client) => sum + client.bytes, 0),
    how,
    bodies: new Set(clients.map(({ start }) => start?.id)).size,
    strokes: states?.value.length,
  };
}

process.on('message', (message: ToCrowd) => {
  switch (message.kind) {
    case 'plan':
      plan = message;
      say({ kind: 'ready' });
      return;
    case 'come':
      comeAll(message.with === 'vector' ? known : undefined).then(
        (report) => say({ kind: 'live', ...report }),
        (error: unknown) => say({ kind: 'failed', why: error instanceof Error ? error.message : String(error) }),
      );
      return;
    case 'lose':
      for (const client of clients) client.lose();
      clients = [];
      say({ kind: 'lost' });
  }
});
