/** A hub of this machine answers at once; a firewall that drops what comes says nothing at all. Milliseconds. */
const ANSWER_MS = 3_000;

/** Whether a hub answers at this server, asked by this machine itself over the address that others use. */
export async function reachesHub(server: string): Promise<boolean> {
  try {
    const answer = await fetch(`${server}/healthz`, { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'error' });
    return answer.ok && (await answer.text()).startsWith('ok');
  } catch {
    return false;
  }
}
