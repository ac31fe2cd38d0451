import type { Disposable } from '../../../core/base/disposable.ts';
import { reasonOfRequest } from '../../../core/base/reason-of.ts';
import { parseTraceRecords } from '../../../core/contract/tracing/trace-records.ts';
import type { TraceCommand } from './trace-command-line.ts';
import { TracePrinter } from './trace-printer.ts';

export interface TraceFace {
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  readonly endAsked: Promise<string>;
  /** Calls back for each key that is pressed. Undefined: there is no terminal. */
  readonly keys?: ((pressed: (key: string) => void) => Disposable) | undefined;
}

/** Longest line that is read: a record has 200 spans at most. Characters. */
const MOST_LINE = 512 * 1024;
const CTRL_C = '\x03';

/** Follows a room until it is asked to end, or the hub ends. Gives the exit code: 0 asked, 1 not. */
export async function runTraceCommand(command: TraceCommand, face: TraceFace): Promise<0 | 1> {
  const { print, printError, endAsked, keys } = face;
  const printer = new TracePrinter({ ...command, print });
  const ended = new AbortController();
  void endAsked.then(() => ended.abort());
  const pressing = keys?.((key) => {
    if (key === 'q' || key === CTRL_C) ended.abort();
    else if (key === ' ') printError(printer.pauseOrGoOn() ? 'Paused. The space bar goes on.\n' : '');
  });
  try {
    const response = await fetch(addressOf(command), {
      headers: { authorization: `Bearer ${command.secret}` },
      redirect: 'error',
      signal: ended.signal,
    });
    if (!response.ok || response.body === null) {
      printError(`The hub refused (${response.status}): ${sentenceIn(await response.text())}\n`);
      return 1;
    }
    if (!command.json) printError(`Following ${command.room}. "~" marks times between two clocks, which are estimated.\n`);
    for await (const line of linesIn(response.body)) for (const record of recordsIn(line)) printer.add(record);
    printError('The hub has ended the trace.\n');
    return 1;
  } catch (error) {
    if (ended.signal.aborted) return 0;
    printError(`The hub at ${command.server} cannot be followed: ${reasonOfRequest(error)}\n`);
    return 1;
  } finally {
    pressing?.dispose();
  }
}

function addressOf({ server, room, door }: TraceCommand): string {
  return door === 'key' ? `${server}/api/rooms/${room}/trace` : `${server}/metrics/trace?room=${room}`;
}

/** Of the API's JSON, or of plain text. */
function sentenceIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // It is no JSON.
  }
  return text.trim().slice(0, 300);
}

/** The hub is a stranger too: a line without an end is dropped. */
async function* linesIn(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MOST_LINE) rest = '';
    yield* lines.filter((line) => line !== '');
  }
}

function recordsIn(line: string): ReturnType<typeof parseTraceRecords> {
  try {
    return parseTraceRecords([JSON.parse(line)]);
  } catch {
    return [];
  }
}
