import { reasonOf } from '../../core/base/reason-of.ts';
import { type Check, NotApplicable } from './harness/check.ts';
import { within } from './harness/deadline.ts';
import type { ServerProcess } from './harness/server-process.ts';
import type { Servers } from './harness/servers.ts';
import type { KnownDifference } from './known-differences.ts';

/** What came of one check. */
export type Outcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'differs'; readonly reason: string }
  | { readonly kind: 'not applicable'; readonly reason: string }
  | { readonly kind: 'failed'; readonly why: string };

export interface Verdict {
  readonly check: Check;
  readonly outcome: Outcome;
  readonly ms: number;
}

export interface RunOptions {
  readonly servers: Servers;
  readonly known: readonly KnownDifference[];
  /** Protocols the server under test speaks, and why it does not speak the others. */
  readonly lacks: ReadonlyMap<string, string>;
  /** Why a check is not put to this server at all; undefined: it is. */
  whyNot(id: string): string | undefined;
  readonly parallel: number;
  /** Told of each verdict as it falls. */
  onVerdict(verdict: Verdict): void;
}

/** No check may take longer than this, whatever it waits for. */
const CHECK_LIMIT_MS = 200_000;

/** Runs the checks side by side, those that wait for periods of the server first. */
export async function runChecks(checks: readonly Check[], options: RunOptions): Promise<Verdict[]> {
  const queue = [...checks.filter((check) => check.slow), ...checks.filter((check) => !check.slow)];
  const slow = queue.filter((check) => check.slow).length;
  const verdicts: Verdict[] = [];
  const worker = async (): Promise<void> => {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const began = performance.now();
      const outcome = judge(check, await attempt(check, options), options.known);
      const verdict = { check, outcome, ms: Math.round(performance.now() - began) };
      verdicts.push(verdict);
      options.onVerdict(verdict);
    }
  };
  // The slow ones mostly wait: each of them has a worker of its own beside the others.
  await Promise.all(Array.from({ length: slow + options.parallel }, worker));
  return verdicts;
}

/** The raw result of a check: nothing, a reason why it does not apply, or a failure. */
type Attempt =
  | { readonly kind: 'passed' }
  | { readonly kind: 'not applicable'; readonly reason: string }
  | { readonly kind: 'failed'; readonly why: string };

async function attempt(check: Check, { servers, lacks, whyNot }: RunOptions): Promise<Attempt> {
  const missing = whyNot(check.id) ?? (check.protocol && lacks.get(check.protocol));
  if (missing) return { kind: 'not applicable', reason: missing };
  const own: ServerProcess[] = [];
  try {
    const run = check.run({
      server: (profile = 'default') => servers.url(profile),
      settings: (profile = 'default') => servers.settings(profile),
      process: (profile = 'default') => servers.process(profile),
      async ownServer(flags) {
        const server = await servers.own(flags);
        own.push(server);
        return server;
      },
    });
    await within(run, 'the check did not end', CHECK_LIMIT_MS);
    return { kind: 'passed' };
  } catch (error) {
    if (error instanceof NotApplicable) return { kind: 'not applicable', reason: error.message };
    return { kind: 'failed', why: reasonOf(error) };
  } finally {
    await Promise.all(own.map((server) => server.stop()));
  }
}

/** A failure that is known is a difference; a known difference that does not show is a failure. */
export function judge(check: Check, attempted: Attempt, known: readonly KnownDifference[]): Outcome {
  const row = known.find((difference) => difference.check === check.id);
  switch (attempted.kind) {
    case 'not applicable':
      return attempted;
    case 'passed':
      return row
        ? { kind: 'failed', why: `listed as a known difference (${row.reason}), but the server does not differ` }
        : { kind: 'ok' };
    case 'failed':
      if (!row) return attempted;
      return row.says.test(attempted.why)
        ? { kind: 'differs', reason: row.reason }
        : { kind: 'failed', why: `differs, but not as known (${row.says}): ${attempted.why}` };
  }
}
