/**
 * The SignalR conformance suite: `npm run test:conformance`, with
 *   -- --url U      any server that offers the reference hub at U/hub and U/plain
 *   -- --slow       with --url: also the checks that take minutes with a server's default periods
 *   -- --aspnet     Microsoft's server, built here; needs the .NET SDK, and NuGet for MessagePack
 *   -- --emulator   our reference hub behind our emulator of Azure SignalR Service, both started here
 *   -- --known K    with --url: the server is one of known differences (aspnet)
 *   -- --json-only  with --url: the server does not speak MessagePack
 *   -- --only 94    checks whose id begins so, comma-separated
 */
import { parseArgs } from 'node:util';
import { reasonOf } from '../../core/base/reason-of.ts';
import { ALL_CHECKS, numbersOf, uncovered } from './all-checks.ts';
import { whyNotBehindService } from './behind-service.ts';
import { buildAspnet, createServers, type Target } from './harness/servers.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { type Outcome, runChecks, type Verdict } from './run-checks.ts';

const { values: flags } = parseArgs({
  options: {
    url: { type: 'string' },
    slow: { type: 'boolean', default: false },
    aspnet: { type: 'boolean', default: false },
    emulator: { type: 'boolean', default: false },
    known: { type: 'string' },
    'json-only': { type: 'boolean', default: false },
    only: { type: 'string' },
    parallel: { type: 'string', default: '6' },
  },
});

const target: Target = flags.aspnet
  ? { kind: 'aspnet' }
  : flags.emulator
    ? { kind: 'emulator' }
    : flags.url
      ? { kind: 'url', url: flags.url.replace(/\/$/, ''), slow: flags.slow }
      : { kind: 'reference' };

const known = KNOWN_DIFFERENCES.filter(
  (difference) => difference.server === (flags.aspnet ? 'aspnet' : flags.emulator ? 'emulator' : flags.known),
);
const lacks = new Map<string, string>();
const withoutMessagePack = target.kind === 'aspnet' ? aspnetOrEnd() : undefined;
if (withoutMessagePack !== undefined) lacks.set('messagepack', withoutMessagePack);
else if (flags['json-only']) lacks.set('messagepack', 'the server was said not to speak it');
const whyNot = flags.emulator ? whyNotBehindService : () => undefined;
const only = flags.only?.split(',');
const checks = only
  ? ALL_CHECKS.filter((check) => only.some((id) => check.id.startsWith(id) && !/^\d/.test(check.id.slice(id.length))))
  : ALL_CHECKS;
const servers = createServers(target);

// A check that failed leaves requests behind: how they end later says nothing new.
process.on('unhandledRejection', () => undefined);

const began = performance.now();
try {
  const verdicts = await runChecks(checks, { servers, known, lacks, whyNot, parallel: Number(flags.parallel), onVerdict: print });
  summarise(verdicts);
} finally {
  await servers.stop();
}
// A check that failed left its sockets as they were, and a server of somebody else's keeps them open.
process.exit();

/** Why Microsoft's server was built without MessagePack; undefined: it was not. Without a server the run ends here, and says so. */
function aspnetOrEnd(): string | undefined {
  try {
    return buildAspnet();
  } catch (error) {
    console.error(reasonOf(error));
    process.exit(1);
  }
}

function print({ check, outcome, ms }: Verdict): void {
  const word = { ok: 'ok', differs: 'differs (known)', 'not applicable': 'not applicable', failed: 'FAILED' }[outcome.kind];
  const long = ms > 2_000 ? ` (${(ms / 1000).toFixed(1)} s)` : '';
  console.log(`${word.padEnd(16)} ${check.id}  ${check.title}${long}${explain(outcome)}`);
}

function explain(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'ok':
      return '';
    case 'failed':
      return `\n                   ${outcome.why.split('\n').slice(0, 12).join('\n                   ')}`;
    case 'differs':
    case 'not applicable':
      return `\n                   ${outcome.reason}`;
  }
}

function summarise(verdicts: readonly Verdict[]): void {
  const count = (kind: Outcome['kind']): number => verdicts.filter((verdict) => verdict.outcome.kind === kind).length;
  const failed = verdicts.filter((verdict) => verdict.outcome.kind === 'failed').map((verdict) => verdict.check.id);
  const missing = uncovered(ALL_CHECKS);
  if (missing.length > 0) console.log(`no check for the numbers ${missing.join(', ')}`);
  if (failed.length > 0) console.log(`failed: ${failed.join(', ')}`);
  const numbers = new Set(verdicts.flatMap((verdict) => numbersOf(verdict.check.id))).size;
  console.log(
    `${verdicts.length} tests of ${numbers} numbered checks in ${Math.round((performance.now() - began) / 1000)} s: ` +
      `${count('ok')} passed, ${count('failed')} failed, ${count('differs')} differ as known, ${count('not applicable')} not applicable`,
  );
  if (withoutMessagePack !== undefined) console.log(`MessagePack ${withoutMessagePack}`);
  process.exitCode = failed.length > 0 || missing.length > 0 || verdicts.length === 0 ? 1 : 0;
}
