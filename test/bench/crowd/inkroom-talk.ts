import { encodeOps } from '../../../core/board/codec/op-codec.ts';
import { type ClientId, type ClientSecret, clientIdOf, elementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { ClientMethod, CONTRACT_VERSION, HUB_PATH, HubMethod, type Welcome } from '../../../core/contract/hub-contract.ts';
import { addInk } from '../../support/ink.ts';
import { hubMessage, visitHubMessages } from '../fanout/dialect-inkroom.ts';
import { clientFrame, openRawSocket } from '../fanout/raw-socket.ts';
import { addressOf, type Ink, type Person, STROKE_POINTS } from './person.ts';
import type { CrowdPlan, Door } from './plan.ts';
import type { Read, Talk } from './talk.ts';

const HANDSHAKE = '{"protocol":"messagepack","version":1}\u001e';
const HANDSHAKE_END = 0x1e;
const JOIN_ID = '1';
const Message = { invocation: 1, completion: 3, ping: 6, close: 7 } as const;
const PING = clientFrame(hubMessage([Message.ping]));
/** World pixels that the coordinates of cursors begin at. */
const BASE = 200;
const JOIN_LIMIT_MS = 60_000;

export const roomName = (room: number): string => `crowd-${room}`;

const secretOf = (index: number): ClientSecret => `crowd${String(index).padStart(16, '0')}A` as ClientSecret;
const ids = new Map<number, ClientId>();
function clientIdAt(index: number): ClientId {
  const id = ids.get(index) ?? clientIdOf(secretOf(index));
  ids.set(index, id);
  return id;
}

/** The product's hub, as its stock client speaks to it. */
export function inkroomTalk(plan: CrowdPlan): Talk {
  /** By room, origin and member number. */
  const members = new Map<string, Person>();

  const readFrame = (person: Person, frame: readonly unknown[], into: Read): void => {
    const origin = typeof frame[5] === 'string' ? frame[5] : person.origin;
    const batches = frame[2] as readonly unknown[];
    for (let i = 0; i < batches.length; i += 3) {
      const author = members.get(`${person.room} ${origin} ${String(batches[i])}`) ?? members.get(String(batches[i]));
      if (author === undefined) throw new Error('a frame names an author that no welcome named');
      into.inks.push([author, batches[i + 1] as number]);
    }
    const cursors = (frame[3] ?? []) as readonly (number | null)[];
    for (let i = 0; i < cursors.length; i += 3) {
      const [x, y] = [cursors[i + 1], cursors[i + 2]];
      if (typeof x === 'number' && typeof y === 'number') into.cursors.push([y - BASE, x - BASE]);
    }
  };

  const readMessage = (person: Person, message: readonly unknown[], into: Read): void => {
    if (message[0] === Message.close) throw new Error(`the hub closed the connection: ${String(message[1])}`);
    if (message[0] !== Message.invocation) return;
    const [argument] = message[4] as readonly unknown[];
    if (message[3] === ClientMethod.frame) readFrame(person, argument as readonly unknown[], into);
    else if (message[3] === ClientMethod.refused) throw new Error(`the hub refused a batch: ${JSON.stringify(message[4])}`);
    else if (message[3] === ClientMethod.notice) {
      const notice = argument as { kind: string; frameMs: number; cursorMs?: number };
      if (notice.kind === 'pace') into.pace = notice;
    }
  };

  const welcomed = (person: Person, { origin, you, frameMs, cursorMs, ...welcome }: Welcome): void => {
    person.origin = origin;
    person.isCounted = (welcome as { counted?: boolean }).counted === true;
    person.batchMs = Math.max(person.batchMs, frameMs / 2);
    person.cursorMs = Math.max(person.cursorMs, cursorMs ?? 0);
    members.set(`${person.room} ${origin} ${you.no}`, person);
    members.set(clientIdAt(person.index), person);
  };

  return {
    async join(person, heard, ended) {
      const { port, path } = await placeOf(plan, person);
      let phase: 'joining' | 'joined' = 'joining';
      let settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
      const joined = new Promise<void>((resolve, reject) => {
        settle = { resolve, reject };
      });
      const limit = setTimeout(() => settle?.reject(new Error('a join took too long')), JOIN_LIMIT_MS);
      const fail = (why: string): void => (phase === 'joined' ? ended(why) : settle?.reject(new Error(why)));
      const awaitWelcome = (bytes: Buffer, start: number, end: number): void => {
        let at = start;
        if (bytes[start] === HANDSHAKE.charCodeAt(0)) at = bytes.indexOf(HANDSHAKE_END, start) + 1;
        visitHubMessages(bytes, at, end, (message) => {
          if (message[0] === Message.close) throw new Error(`the hub closed the connection: ${String(message[1])}`);
          if (message[0] !== Message.completion || message[2] !== JOIN_ID) return;
          if (message[3] !== 3) throw new Error(`the hub refused the join: ${String(message[4])}`);
          welcomed(person, message[4] as Welcome);
          phase = 'joined';
          settle?.resolve();
        });
      };
      const localAddress = plan.isBehindService ? undefined : addressOf(person.index);
      const socket = await openRawSocket({
        port,
        path,
        ...(localAddress === undefined ? {} : { localAddress }),
        onEnd: fail,
        onMessage(bytes, start, end) {
          try {
            if (phase === 'joined') heard(bytes, start, end);
            else awaitWelcome(bytes, start, end);
          } catch (error) {
            fail(String(error));
          }
        },
      });
      person.socket = socket;
      const token = person.role === 'watches' ? plan.viewTokens?.[person.room] : undefined;
      const request = {
        version: CONTRACT_VERSION,
        room: roomName(person.room),
        secret: secretOf(person.index),
        name: `Person ${person.index}`,
        color: person.index % 12,
        ...(token === undefined ? {} : { access: token }),
      };
      socket.send(clientFrame(HANDSHAKE));
      socket.send(clientFrame(hubMessage([Message.invocation, {}, JOIN_ID, HubMethod.join, [request]])));
      try {
        await joined;
      } finally {
        clearTimeout(limit);
      }
    },
    cursor: (person, stamp) => pushFrame([0, null, [stamp + BASE, person.place + BASE]]),
    ink: (person, n, ink) => pushFrame([n, encodeOps(clientIdAt(person.index), opsOf(person, n, ink))]),
    renewal: (person) => (person.isCounted ? PING : pushFrame([0, null, []])),
    read(person, bytes, start, end) {
      const into: Read = { cursors: [], inks: [], pace: undefined };
      visitHubMessages(bytes, start, end, (message) => readMessage(person, message, into));
      return into;
    },
  };
}

const pushFrame = (args: readonly unknown[]): Buffer =>
  clientFrame(hubMessage([Message.invocation, {}, null, HubMethod.push, args]));

function opsOf({ index }: Person, lamport: number, { stroke, offset, points, start }: Ink): readonly Op[] {
  const clientId = clientIdAt(index);
  const id = elementId(clientId, stroke);
  const append: Op = { kind: 'append', id, offset, chunk: points };
  if (offset > 0) return [append];
  const [x, y] = [Math.round(start.x * 16), Math.round(start.y * 16)];
  const values = { kind: 1, order: 'a0', x, y, color: index % 8, width: 56, pressured: false } as const;
  const begun = [addInk({ id, lamport, values }), append];
  return stroke === 1 ? begun : [{ kind: 'end', id: elementId(clientId, stroke - 1), count: STROKE_POINTS }, ...begun];
}

async function placeOf(plan: CrowdPlan, { index }: Person): Promise<Door & { readonly path: string }> {
  const door = plan.doors[index % plan.doors.length];
  if (door === undefined) throw new Error('the plan has no door');
  if (!plan.isBehindService) return { ...door, path: HUB_PATH };
  const answer = await fetch(`http://127.0.0.1:${door.port}${HUB_PATH}/negotiate?negotiateVersion=1`, { method: 'POST' });
  const { url, accessToken } = (await answer.json()) as { url?: string; accessToken?: string };
  if (url === undefined || accessToken === undefined) throw new Error(`the hub sends nobody on: ${answer.status}`);
  const { port, pathname, search } = new URL(url);
  return { port: Number(port), path: `${pathname}${search}&access_token=${accessToken}` };
}
