import { readFileSync } from 'node:fs';

/** One step of a recording, as the file's header describes it. A step has one of the first group of properties. */
export interface Step {
  readonly request?: string;
  readonly response?: number;
  readonly negotiated?: string;
  readonly connect?: string;
  readonly upgraded?: 101;
  readonly refused?: number;
  readonly send?: 'text' | 'binary';
  readonly recv?: 'text' | 'binary';
  readonly drop?: true;
  readonly closeFrame?: number | null;
  readonly paused?: true;
  readonly closed?: number;
  readonly ended?: true;
  readonly nothingFor?: number;
  readonly stillOpenAfter?: number;

  readonly as?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly utf8?: string;
  readonly hex?: string;
  readonly afterMs?: number;
}

/** Of the properties of a step exactly one says what kind of step it is. */
const KINDS = [
  'request',
  'response',
  'negotiated',
  'connect',
  'upgraded',
  'refused',
  'send',
  'recv',
  'drop',
  'closeFrame',
  'paused',
  'closed',
  'ended',
  'nothingFor',
  'stillOpenAfter',
] as const;

export function kindOf(step: Step): (typeof KINDS)[number] {
  const [kind, ...more] = KINDS.filter((key) => step[key] !== undefined);
  if (kind === undefined || more.length > 0) throw new Error(`a step of no known kind: ${JSON.stringify(step)}`);
  return kind;
}

/** How the recorded server was set up. */
export type Setup = 'default' | 'detailed' | 'quick';

export interface Scenario {
  readonly name: string;
  readonly server?: Setup;
  readonly note?: string;
  readonly steps: readonly Step[];
}

export function loadScenarios(): readonly Scenario[] {
  const file = readFileSync(new URL('./aspnetcore-transcripts.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { scenarios: readonly Scenario[] }).scenarios;
}

/** Flags that give the reference hub the setup of the recording. */
export const SETUP_FLAGS: Readonly<Record<Setup, readonly string[]>> = {
  default: [],
  detailed: ['--detailed-errors'],
  quick:
    '--keep-alive-ms 1000 --client-timeout-ms 2500 --handshake-timeout-ms 1500 --poll-timeout-ms 1500 --reconnect-buffer 1000'.split(
      ' ',
    ),
};

/** Whether the client of this scenario speaks MessagePack, which not every server does. */
export function needsMessagePack(scenario: Scenario): boolean {
  const sent = scenario.steps.filter((step) => step.send !== undefined || step.request !== undefined);
  return sent.some((step) => (step.utf8 ?? Buffer.from(step.hex ?? '', 'hex').toString('latin1')).includes('messagepack'));
}

/** The recording leaves out the rest of long payloads: `begin...(40000 characters)`. */
const CUT = /^(.*)\.\.\.\((\d+) (characters|bytes)\)$/s;

export interface CutText {
  /** What the recording has. For hex these are hex digits. */
  readonly begin: string;
  /** Length of the whole, in characters or bytes. */
  readonly length: number;
}

export function cutOf(text: string): CutText | undefined {
  const found = CUT.exec(text);
  return found ? { begin: found[1] ?? '', length: Number(found[2]) } : undefined;
}

/** The whole of a payload that the client sent. The filler is the letter x everywhere but in the many small pings. */
export function wholeText(text: string, scenario: string): string {
  const cut = cutOf(text);
  if (!cut) return text;
  if (scenario === 'size/many-small-in-one-frame') {
    const last = '{"type":1,"invocationId":"1","target":"Echo","arguments":["end"]}\u001e';
    const ping = '{"type":6}\u001e';
    return ping.repeat((cut.length - last.length) / ping.length) + last;
  }
  // A message without an end is what these two are about.
  const isOpen = scenario === 'size/unfinished-40000' || scenario === 'handshake/too-large-without-end';
  const end = isOpen ? '' : cut.begin.includes('"arguments":["') ? '"]}\u001e' : '"}\u001e';
  return cut.begin + 'x'.repeat(cut.length - cut.begin.length - end.length) + end;
}

/** The same for bytes: an Echo with a text of x, and at the end its empty list of streams. */
export function wholeBytes(hex: string): Buffer {
  const cut = cutOf(hex);
  if (!cut) return Buffer.from(hex, 'hex');
  const begin = Buffer.from(cut.begin, 'hex');
  return Buffer.concat([begin, Buffer.alloc(cut.length - begin.length - 1, 'x'), Buffer.from([0x90])]);
}
