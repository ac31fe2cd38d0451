import { reasonOf } from '../../../core/base/reason-of.ts';
import { period } from '../../conformance/harness/deadline.ts';
import { type HttpAnswer, openStream, readAll } from '../../conformance/harness/http.ts';
import { type UpgradeOutcome, upgrade } from '../../conformance/harness/socket.ts';
import { eventCarrier, socketCarrier } from './carrier.ts';
import { compareAnswer, type SmallDifference } from './compare-answer.ts';
import { type Difference, Differs } from './difference.ts';
import { createListener, type Listener } from './listener.ts';
import { binaryMessages, eventMessages, textMessages, type WireMessage } from './messages.ts';
import { Names } from './names.ts';
import { kindOf, type Scenario, type Step, wholeBytes, wholeText } from './transcript.ts';

export interface ReplayOptions {
  readonly url: string;
  /** The same scenario in JSON, for one in MessagePack. */
  readonly twin: Scenario | undefined;
  /** What the recorded operator did where the recording has no step for it: ends the server. */
  shutDown(): void;
}

/** Longest wait for an HTTP answer, beyond the recorded one. */
const PATIENCE_MS = 8_000;
/** After a drop, before an upgrade, around a waiting poll: what the server must have noticed before the next step. */
const NOTICE_MS = 150;
/** Two things happen at once in these, and the recorded server answers in either order without the recording saying so. */
const ANY_ORDER = /^invoke\/id-in-use-by-a-stream/;

/** A stream that makes an item each 100 ms is cancelled: a client that was held up cancels one or two items later than the recorded one. */
const CANCELLED = /^stream\/cancel\//;

/** Plays the client's side of a scenario. What is no reason to end it is noted, any other difference is its last. */
export async function replay(scenario: Scenario, options: ReplayOptions): Promise<Difference[]> {
  const differences: Difference[] = [];
  let index = 0;
  const note = ({ what, due, came }: SmallDifference): void => {
    differences.push({ scenario: scenario.name, step: index, what, due: shortened(due), came: shortened(came) });
  };
  const player = createPlayer(scenario, options, note);
  try {
    for (const step of scenario.steps) {
      await player.play(step, index);
      index++;
    }
    await player.settle();
  } catch (error) {
    if (error instanceof Differs) note(error);
    else note({ what: 'no answer', due: 'an answer', came: reasonOf(error) });
  } finally {
    player.end();
  }
  return differences;
}

/** The client of one scenario, with all its connections and requests under their names. */
function createPlayer(scenario: Scenario, { url, twin, shutDown }: ReplayOptions, note: (small: SmallDifference) => void) {
  const names = new Names();
  const listeners = new Map<string, Listener>();
  const upgrades = new Map<string, Promise<UpgradeOutcome>>();
  const answers = new Map<string, Promise<HttpAnswer>>();
  const eventStreams = new Set<string>();
  const lateItems = CANCELLED.test(scenario.name) ? 'maySkip' : 'none';
  const anyOrder = scenario.note?.includes('in either order') || ANY_ORDER.test(scenario.name);

  function listener(name: string): Listener {
    const found = listeners.get(name);
    if (!found) throw new Differs('no answer', 'a connection', 'none');
    return found;
  }

  function payloadOf(step: Step, index: number): string | Buffer {
    if (step.utf8 !== undefined) return names.fill(wholeText(step.utf8, scenario.name));
    return names.fillBytes(wholeBytes(step.hex ?? ''), twin?.steps[index]?.utf8);
  }

  function messagesOf(step: Step, name: string): WireMessage[] {
    if (step.recv === 'binary') return binaryMessages(step.hex ?? '');
    return eventStreams.has(name) ? eventMessages(step.utf8 ?? '') : textMessages('text', step.utf8 ?? '');
  }

  function laterMessages(name: string, index: number): WireMessage[] {
    const later = scenario.steps.slice(index + 1).filter((step) => step.recv !== undefined && (step.as ?? '') === name);
    return later.flatMap((step) => messagesOf(step, name));
  }

  async function negotiate(step: Step): Promise<void> {
    const [path, query] = (step.negotiated ?? '').split('?');
    const answer = await readAll((await openStream('POST', `${url}${path}/negotiate?${query}`)).incoming);
    if (answer.status !== step.status) throw new Differs('status', step.status, answer.status);
    const { connectionId = '', connectionToken = connectionId } = JSON.parse(answer.text) as Record<string, string>;
    names.negotiated(connectionId, connectionToken);
  }

  async function ask(step: Step, name: string, index: number): Promise<void> {
    const [method = '', path = ''] = (step.request ?? '').split(' ');
    await period(Math.max(NOTICE_MS, step.afterMs ?? 0));
    const body = step.utf8 === undefined && step.hex === undefined ? undefined : payloadOf(step, index);
    const opened = openStream(method, url + names.fill(path), { headers: step.headers, body, waitMs: 100_000 });
    const answer = opened.then((stream): HttpAnswer | Promise<HttpAnswer> => {
      if (!String(stream.headers['content-type']).startsWith('text/event-stream')) return readAll(stream.incoming);
      eventStreams.add(name);
      listeners.set(name, createListener(eventCarrier(stream), names, note));
      return { status: stream.status, headers: stream.headers, body: Buffer.alloc(0), text: '' };
    });
    // A poll may be answered, or fail, long before its step asks for it.
    answer.catch(() => undefined);
    answers.set(name, answer);
    if (name !== '') await period(NOTICE_MS);
  }

  async function answerTo(step: Step, name: string): Promise<HttpAnswer> {
    const late = period(PATIENCE_MS + (step.afterMs ?? 0)).then(() => undefined);
    const answer = await Promise.race([answers.get(name), late]);
    if (answer === undefined) throw new Differs('no answer', step.response, 'nothing');
    return answer;
  }

  return {
    /** Does a step of the client, or compares one of the server. */
    async play(step: Step, index: number): Promise<void> {
      const name = step.as ?? '';
      const kind = kindOf(step);
      switch (kind) {
        case 'negotiated':
          await negotiate(step);
          break;
        case 'request':
          await ask(step, name, index);
          break;
        case 'response':
          compareAnswer(step, await answerTo(step, name), names).forEach(note);
          break;
        case 'connect':
          await period(Math.max(NOTICE_MS, step.afterMs ?? 0));
          upgrades.set(name, upgrade(url + names.fill(step.connect ?? ''), { waitMs: 20_000 }));
          break;
        case 'upgraded':
        case 'refused': {
          const outcome = await upgrades.get(name);
          if (outcome?.kind === 'refused' && kind === 'refused') {
            compareAnswer(step, outcome.answer, names).forEach(note);
            break;
          }
          if (outcome?.kind !== 'open' || kind !== 'upgraded') throw new Differs('upgrade', step[kind], outcomeWord(outcome));
          listeners.set(name, createListener(socketCarrier(outcome.socket), names, note, lateItems));
          break;
        }
        case 'send':
          if (step.afterMs !== undefined) await period(step.afterMs);
          listener(name).carrier.send(payloadOf(step, index));
          break;
        case 'recv':
          await listener(name).expect(
            messagesOf(step, name),
            step.afterMs ?? 0,
            anyOrder ? laterMessages(name, index) : undefined,
          );
          break;
        case 'drop':
          listener(name).carrier.drop();
          await period(NOTICE_MS);
          break;
        case 'closeFrame':
          listener(name).carrier.closeFrame(step.closeFrame ?? null);
          break;
        case 'paused':
          listener(name).carrier.pause();
          break;
        case 'closed':
        case 'ended':
          if (scenario.name.startsWith('close/server-shutdown')) shutDown();
          await listener(name).expectEnd(step.closed, step.afterMs ?? 0);
          break;
        case 'nothingFor':
          await listener(name).expectNothing(step.nothingFor ?? 0);
          break;
        case 'stillOpenAfter':
          await listener(name).expectOpen(step.stillOpenAfter ?? 0);
          break;
      }
    },
    async settle(): Promise<void> {
      for (const one of listeners.values()) await one.settlePings();
    },
    end(): void {
      for (const one of listeners.values()) one.carrier.drop();
    },
  };
}

function outcomeWord(outcome: UpgradeOutcome | undefined): string {
  return outcome?.kind === 'refused' ? `${outcome.answer.status} ${outcome.answer.text}` : '101';
}

function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}… (${text.length})` : text;
}
