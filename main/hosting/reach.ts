/** A hub on this machine answers at once; a firewall that drops packets never answers. Milliseconds. */
const ANSWER_MS = 3_000;

/** Checks whether a hub answers at this server, from this machine, over the address that others use. */
export async function reachesHub(server: string, answerMs = ANSWER_MS): Promise<boolean> {
  try {
    const answer = await fetch(`${server}/healthz`, { signal: AbortSignal.timeout(answerMs), redirect: 'error' });
    return answer.ok && (await answer.text()).startsWith('ok');
  } catch {
    return false;
  }
}
