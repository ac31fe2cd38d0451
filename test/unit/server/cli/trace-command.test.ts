import { expect, test } from 'vitest';
import type { ClientId } from '../../../../core/board/ids.ts';
import type { TraceRecord } from '../../../../core/contract/tracing/trace-records.ts';
import { parseCommandLine } from '../../../../server/cli/config.ts';
import { runTraceCommand } from '../../../../server/cli/trace/trace-command.ts';
import { linesOf } from '../../../../server/cli/trace/trace-lines.ts';
import { TracePrinter } from '../../../../server/cli/trace/trace-printer.ts';
import { freePort } from '../../../harness/free-port.ts';

const ANN = 'AnnAnnAnnAn' as ClientId;
const HUB = 'HubHubHubHu' as Extract<TraceRecord, { kind: 'message' }>['instance'];
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736' as Extract<TraceRecord, { kind: 'batch' }>['trace'];

const message = (bytes: number, who: ClientId | undefined = ANN): TraceRecord => ({
  kind: 'message',
  at: 1_764_000_000_000,
  instance: HUB,
  type: 'push',
  ...(who === undefined ? {} : { who }),
  bytes,
});

function problems(args: readonly string[], env: Readonly<Record<string, string>> = {}): readonly string[] {
  const parsed = parseCommandLine(['trace', ...args], env);
  return parsed.kind === 'invalid' ? parsed.problems : [parsed.kind];
}

test('trace reads its flags; a key goes before the token, and either may stand in the environment', () => {
  expect(
    parseCommandLine(['trace', '--room', 'team', '--key', 'inkroom_key', '--json'], { INKROOM_METRICS_TOKEN: 'token' }),
  ).toEqual({
    kind: 'trace',
    command: { room: 'team', server: 'http://127.0.0.1:7420', door: 'key', secret: 'inkroom_key', json: true, person: undefined },
  });
  const args = ['trace', '--room', 'team', '--server', 'https://boards.example.org/ink/', '--person', ANN];
  expect(parseCommandLine(args, { INKROOM_METRICS_TOKEN: 'token' })).toMatchObject({
    command: { server: 'https://boards.example.org/ink', door: 'metricsToken', secret: 'token', person: ANN },
  });
  expect(parseCommandLine(['trace', '--help'], {}).kind).toBe('help');
});

test('what is missing or wrong is said in a sentence, and no sentence contains a secret', () => {
  const token = ['--metrics-token', 'a-secret-token'];
  expect(problems(token)).toEqual([expect.stringContaining('--room ROOM')]);
  expect(problems(['--room', 'team'])).toEqual([expect.stringContaining('--key KEY (INKROOM_API_KEY)')]);
  expect(problems(['--room', '../x', ...token])).toEqual([expect.stringContaining('is no name of a room')]);
  expect(problems(['--room', 'team', '--server', 'ftp://x', ...token])).toEqual([expect.stringContaining('--server takes')]);
  expect(problems(['--room', 'team', '--person', 'Ann', ...token])).toEqual([expect.stringContaining('--person takes the id')]);
  expect(problems(['team', ...token])).toEqual([expect.stringContaining('cannot take "team"')]);
  const all = [problems(token), problems(['--room', '../x', ...token]), problems(['x', ...token])].flat().join(' ');
  expect(all).not.toContain('a-secret-token');
});

test('a record is a line for a message, and one for each step of a batch; estimated times are marked', () => {
  expect(linesOf(message(1))).toEqual(['16:00:00.000  push       AnnAnnAnnAn > HubHubHubHu  1 byte']);
  const lines = linesOf({
    kind: 'batch',
    trace: TRACE,
    who: ANN,
    n: 3,
    origin: HUB,
    seq: 9,
    at: 1_764_000_000_000,
    bytes: 312,
    spans: [
      { step: 'outbox', where: ANN, at: 0, ms: 12.1, exact: true },
      { step: 'socket', where: HUB, at: 12.1, ms: 3, exact: false, bytes: 312, units: 1 },
    ],
  });
  expect(lines).toEqual([
    `16:00:00.000  batch 3 of ${ANN}, 9 of ${HUB}: 15.1 ms in all, trace ${TRACE}`,
    expect.stringMatching(/^ {4}outbox +at +0\.0 ms {2}took +12\.1 ms {2}AnnAnnAnnAn$/),
    expect.stringMatching(/^ {4}socket +at +12\.1 ms {2}took +~3\.0 ms {2}HubHubHubHu {2}312 bytes, 1 unit$/),
  ]);
});

test('a pause keeps the newest lines, counts the others, and prints all of it when it ends', () => {
  const out: string[] = [];
  const printer = new TracePrinter({ json: false, person: undefined, print: (text) => void out.push(text) });
  printer.add(message(1));
  expect(printer.pauseOrGoOn()).toBe(true);
  for (let i = 0; i < 2_500; i++) printer.add(message(i));
  expect(out).toHaveLength(1);
  expect(printer.pauseOrGoOn()).toBe(false);
  expect(out[1]).toBe('… 500 lines were dropped during the pause\n');
  expect(out[2]?.split('\n')).toHaveLength(2_001);
});

test('the messages of one person are those that it sent', () => {
  const out: string[] = [];
  const printer = new TracePrinter({ json: true, person: ANN, print: (text) => void out.push(text) });
  printer.add(message(1));
  printer.add(message(2, 'BobBobBobBo' as ClientId));
  printer.add({ kind: 'message', at: 5, instance: HUB, type: 'frame', bytes: 3 });
  printer.add({ kind: 'unlisted', at: 5, instance: HUB, messages: 3 });
  expect(out.map((line) => JSON.parse(line).bytes)).toEqual([1]);
});

test.each(['127.0.0.1', 'localhost'])('a hub at %s that cannot be reached is named with the reason', async (host) => {
  const server = `http://${host}:${await freePort()}`;
  const parsed = parseCommandLine(['trace', '--room', 'team', '--server', server, '--key', 'k'], {});
  if (parsed.kind !== 'trace') throw new Error('these flags are right');
  let said = '';
  const printError = (text: string): void => {
    said += text;
  };
  const code = await runTraceCommand(parsed.command, { print: printError, printError, endAsked: new Promise(() => undefined) });
  expect([code, said]).toEqual([1, expect.stringMatching(/^The hub at http:\S+ cannot be followed: .*ECONNREFUSED/)]);
});
