import { afterEach, expect, test } from 'vitest';
import { silentLog } from '../../core/base/host.ts';
import { newRoomId } from '../../core/board/ids.ts';
import type { Op } from '../../core/board/op.ts';
import { createSession } from '../../renderer/session/board-session.ts';
import { signalRHub } from '../../renderer/session/link/hub-client.ts';
import type { Session } from '../../renderer/session/session.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { type LiveHub, liveHub } from '../hub/live-hub.ts';
import { eventually } from '../support/eventually.ts';
import { runSeed, seededRandom } from '../support/seeded.ts';
import type { Word } from './crew-messages.ts';
import { Ledger } from './ledger.ts';
import { Person } from './person.ts';
import { type FaultKind, judge } from './verdict.ts';

const people: Person[] = [];
let hub: LiveHub | undefined;
afterEach(async () => {
  for (const person of people.splice(0)) person.dispose();
  await hub?.stop();
});

/** Three draw until each has finished some strokes, the first through `spoilt`; gives the kinds of faults that are found. */
async function drawAndJudge(spoilt: (session: Session) => Session): Promise<ReadonlySet<FaultKind>> {
  hub = await liveHub();
  const { server } = hub;
  const ledger = new Ledger();
  const finished = [0, 0, 0];
  const room = newRoomId(nodeRandom);
  const seed = runSeed();
  const say = (word: Word): void => {
    ledger.hear(word);
    if (word.kind === 'finished') finished[word.who] = (finished[word.who] ?? 0) + 1;
  };
  for (const who of finished.keys()) {
    const connect = signalRHub({ server });
    const session = createSession({
      room,
      name: `${who}`,
      color: 0,
      connect,
      clock: nodeClock,
      random: nodeRandom,
      log: silentLog,
    });
    const random = seededRandom(seed + who);
    people.push(
      new Person({ who, session: who === 0 ? spoilt(session) : session, draws: true, pace: 5, random, clock: nodeClock, say }),
    );
  }
  await eventually(() => expect(Math.min(...finished)).toBeGreaterThan(2));
  for (const person of people) person.rest();
  const witnesses = await eventually(() => {
    const seen = people.map((person) => person.witness());
    for (const { sample } of seen) expect(sample).toMatchObject({ phase: 'live', unsent: 0 });
    expect(new Set(seen.map(({ fingerprint }) => fingerprint)).size, `seed ${seed}`).toBe(1);
    return seen;
  });
  const faults = judge({ board: 'kept', epoch: witnesses[0]?.sample.epoch, ledger, witnesses });
  return new Set(faults.map(({ kind }) => kind));
}

/** A session that loses the first batch with such an op: on the board here and everywhere else it never was. */
function losing(kind: Op['kind']): (session: Session) => Session {
  return (session) => {
    let isLost = false;
    return {
      ...session,
      propose(ops, gesture) {
        if (!isLost && ops.every((op) => op.kind === kind || op.kind === 'append') && ops.some((op) => op.kind === kind))
          isLost = true;
        else session.propose(ops, gesture);
      },
    };
  };
}

test('the checker finds nothing when everything went well', async () => {
  expect(await drawAndJudge((session) => session)).toEqual(new Set());
});

test('the checker finds the stroke whose first batch was dropped', async () => {
  expect(await drawAndJudge(losing('add'))).toContain('missing');
});

test('the checker finds the stroke whose end was dropped', async () => {
  expect(await drawAndJudge(losing('end'))).toContain('maimed');
});
