import { openSync, writeSync } from 'node:fs';
import { assertNever } from '../../core/base/assert-never.ts';
import type { Log, LogFields } from '../../core/base/host.ts';
import { createSession } from '../../renderer/session/board-session.ts';
import { signalRHub } from '../../renderer/session/link/hub-client.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { seededRandom } from '../support/seeded.ts';
import type { Order, Word } from './crew-messages.ts';
import { fileVault } from './file-vault.ts';
import { Person } from './person.ts';

/** A process with people in it: what they do and see is told to the parent, which may stop or kill the whole process. */
const people: Person[] = [];

function say(word: Word): void {
  process.send?.(word);
}

function fileLog(path: string, who: number): Log {
  const file = openSync(path, 'a');
  // At once, so that the last line is there when the process is killed.
  const write = (event: string, fields?: LogFields): void =>
    void writeSync(file, `${new Date().toISOString()} ${who} ${event} ${JSON.stringify(fields ?? {})}\n`);
  return { debug: write, info: write, warn: write, error: write };
}

function obey(order: Order): void {
  switch (order.kind) {
    case 'begin':
      for (const { who, seed, server, vault, draws } of order.people) {
        const session = createSession({
          room: order.room,
          name: `Person ${who}`,
          color: who % 12,
          connect: signalRHub({ server }),
          clock: nodeClock,
          random: nodeRandom,
          log: fileLog(order.logFile, who),
          vault: fileVault(vault, nodeRandom),
        });
        sessions.push(session);
        people.push(new Person({ who, session, draws, pace: 1, random: seededRandom(seed), clock: nodeClock, say }));
      }
      break;
    case 'wake':
      for (const session of sessions) session.wake();
      break;
    case 'rest':
      for (const person of people) person.rest();
      break;
    case 'restore':
      for (const person of people) person.restore();
      break;
    case 'look':
      say({ kind: 'seen', no: order.no, witnesses: people.map((person) => person.witness()) });
      break;
    case 'leave':
      for (const person of people) person.dispose();
      process.disconnect();
      break;
    default:
      assertNever(order);
  }
}

const sessions: ReturnType<typeof createSession>[] = [];
process.on('message', (order) => obey(order as Order));
// Nobody listens any more: the run is over.
process.on('disconnect', () => process.exit(0));
