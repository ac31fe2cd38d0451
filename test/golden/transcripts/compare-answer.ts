import type { HttpAnswer } from '../../conformance/harness/http.ts';
import { type DifferenceKind, Differs } from './difference.ts';
import { binaryMessages, meansSame } from './messages.ts';
import type { Names } from './names.ts';
import type { Step } from './transcript.ts';

/** Left out of the recording, or of one connection only. */
const UNRECORDED_HEADERS = new Set(['date', 'server', 'connection', 'keep-alive']);

/** A difference that does not end the scenario. */
export interface SmallDifference {
  readonly what: DifferenceKind;
  readonly due: string;
  readonly came: string;
}

/** Compares an HTTP answer. Header differences are given back; another status or body ends the scenario. */
export function compareAnswer(step: Step, answer: HttpAnswer, names: Names): SmallDifference[] {
  const status = step.response ?? step.refused;
  if (answer.status !== status) throw new Differs('status', status, `${answer.status} ${answer.text}`);
  const due = step.hex ?? maskNegotiate(step.utf8 ?? '');
  const came = step.hex === undefined ? maskNegotiate(names.mask(answer.text)) : names.maskBytes(answer.body.toString('hex'));
  const headers = headerDifferences(step.headers ?? {}, answer.headers);
  if (came === due) return headers;
  if (step.hex === undefined || !meanSame(due, came)) throw new Differs('body', due, came);
  return [...headers.filter(({ what }) => what !== 'header content-length'), { what: 'encoding', due, came }];
}

function meanSame(due: string, came: string): boolean {
  const [left, right] = [binaryMessages(due), binaryMessages(came)];
  return left.length === right.length && left.every((message, n) => meansSame(message, right[n] ?? message));
}

function headerDifferences(due: Readonly<Record<string, string>>, came: HttpAnswer['headers']): SmallDifference[] {
  const differences: SmallDifference[] = [];
  const left = new Map(Object.entries(came).filter(([name]) => !UNRECORDED_HEADERS.has(name)));
  for (const [name, value] of Object.entries(due)) {
    const actual = String(left.get(name) ?? 'absent');
    left.delete(name);
    if (actual !== value) differences.push({ what: `header ${name}`, due: value, came: actual });
  }
  for (const [name, value] of left) differences.push({ what: `header ${name}`, due: 'absent', came: String(value) });
  return differences;
}

/** The scenarios negotiate/* show answers whose ids nothing else in them knows. */
function maskNegotiate(text: string): string {
  return text
    .replace(/"connectionId":"[A-Za-z0-9_<>-]+"/, '"connectionId":"<connectionId>"')
    .replace(/"connectionToken":"[A-Za-z0-9_<>-]+"/, '"connectionToken":"<connectionToken>"');
}
