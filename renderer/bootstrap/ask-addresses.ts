import { ADDRESSES_PATH, parseServerAddresses, type ServerAddresses } from '../../core/contract/server-addresses.ts';

/** Longest wait, milliseconds. Meanwhile the panel shows the link that it has. */
const ANSWER_MS = 3_000;

/** Asks a hub for its addresses. Undefined without an answer: an older hub, or no connection. Never rejects. */
export async function askAddresses(server: string): Promise<ServerAddresses | undefined> {
  try {
    const answer = await fetch(server + ADDRESSES_PATH, { credentials: 'omit', signal: AbortSignal.timeout(ANSWER_MS) });
    return answer.ok ? parseServerAddresses(await answer.json()) : undefined;
  } catch {
    return undefined;
  }
}
