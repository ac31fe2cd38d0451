import { httpChecks } from './checks/http.ts';
import { invocationChecks } from './checks/invocation.ts';
import { lifetimeChecks } from './checks/lifetime.ts';
import { longPollingChecks } from './checks/long-polling.ts';
import { negotiateChecks } from './checks/negotiate.ts';
import { parsingChecks } from './checks/parsing.ts';
import { robustnessChecks } from './checks/robustness.ts';
import { sseChecks } from './checks/sse.ts';
import { statefulChecks } from './checks/stateful.ts';
import { statefulHubChecks } from './checks/stateful-hub.ts';
import { streamingChecks } from './checks/streaming.ts';
import { websocketChecks } from './checks/websocket.ts';
import type { Check } from './harness/check.ts';

/** Every check of `server/signalr/REFERENCE.md`, section 8, by number. */
export const ALL_CHECKS: readonly Check[] = [
  ...negotiateChecks,
  ...httpChecks,
  ...websocketChecks,
  ...sseChecks,
  ...longPollingChecks,
  ...invocationChecks,
  ...parsingChecks,
  ...streamingChecks,
  ...lifetimeChecks,
  ...statefulChecks,
  ...statefulHubChecks,
  ...robustnessChecks,
].toSorted((a, b) => numberOf(a.id) - numberOf(b.id) || a.id.localeCompare(b.id));

/** How many numbered checks the specification has. */
const NUMBERED_CHECKS = 112;

/** Numbers that an id names; `40 41/json` names two. */
export function numbersOf(id: string): number[] {
  return [...id.matchAll(/\b(\d+)/g)].map((match) => Number(match[1]));
}

/** Numbers of the specification that no check names. */
export function uncovered(checks: readonly Check[]): number[] {
  const covered = new Set(checks.flatMap((check) => numbersOf(check.id)));
  return Array.from({ length: NUMBERED_CHECKS }, (_, n) => n + 1).filter((n) => !covered.has(n));
}

function numberOf(id: string): number {
  return Number.parseInt(id, 10);
}
