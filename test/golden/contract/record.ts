/**
 * Records this version of the contract: `node test/golden/contract/record.ts`. Writes `contract-N.json` beside this file, once: a recording
 * of bytes that are out there is not made again.
 */
import { writeFileSync } from 'node:fs';
import { type Clock, silentLog } from '../../../core/base/host.ts';
import { encodePoints, newTail } from '../../../core/board/bodies/points-codec.ts';
import { eraseText, type TextEditor, typeText } from '../../../core/board/bodies/text-edits.ts';
import type { ElementId, RoomId } from '../../../core/board/ids.ts';
import { Body, CUSTOM_COLOR, ElementKind } from '../../../core/board/kinds.ts';
import { orderKeyAfter } from '../../../core/board/order-key.ts';
import { CONTRACT_VERSION } from '../../../core/contract/hub-contract.ts';
import { createSession } from '../../../renderer/session/board-session.ts';
import { signalRHub } from '../../../renderer/session/link/hub-client.ts';
import type { Session } from '../../../renderer/session/session.ts';
import { nodeClock } from '../../../server/process/node-host.ts';
import { liveHub } from '../../hub/live-hub.ts';
import { addInk } from '../../support/ink.ts';
import { seededRandom } from '../../support/seeded.ts';
import { draw, Pen, place, remove } from '../../unit/renderer/session/world.ts';
import { factsOf, messagesIn, type RecordedConnection, type RecordedLife, type Recording } from './recording.ts';

const ROOM = 'contract' as RoomId;
const END = '\u001e';
const WAIT_MS = 20_000;
const clock: Clock = nodeClock;

interface Draft {
  readonly who: string;
  handshake: string;
  readonly up: Uint8Array[];
  readonly down: Uint8Array[];
}

const drafts: Draft[] = [];
/** Whoever opens the next connection. */
let who = '';

/** The platform's WebSocket, which notes everything. */
class NotingSocket extends WebSocket {
  readonly #draft: Draft = { who, handshake: '', up: [], down: [] };

  constructor(url: string | URL) {
    super(url);
    drafts.push(this.#draft);
    let isGreeted = false;
    this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      let bytes = typeof data === 'string' ? Buffer.from(data) : Buffer.from(data as ArrayBuffer);
      if (!isGreeted) {
        bytes = bytes.subarray(bytes.indexOf(END) + 1);
        isGreeted = true;
      }
      this.#draft.down.push(Uint8Array.from(bytes));
    });
  }

  override send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (typeof data === 'string') this.#draft.handshake ||= data;
    else this.#draft.up.push(Uint8Array.from(new Uint8Array(data as ArrayBuffer)));
    super.send(data as ArrayBuffer);
  }
}

function recorded({ who: name, handshake, up, down }: Draft): RecordedConnection {
  const base64 = (parts: readonly Uint8Array[]): string[] =>
    messagesIn(Buffer.concat(parts)).messages.map((message) => Buffer.from(message).toString('base64'));
  return { who: name, handshake, up: base64(up), down: base64(down) };
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = clock.mono() + WAIT_MS;
  while (!isSo()) {
    if (clock.mono() > deadline) throw new Error(`in vain: ${what}`);
    await new Promise<void>((resolve) => clock.after(10, resolve));
  }
}

async function come(name: string, server: string, seed: number): Promise<Session> {
  who = name;
  const connect = signalRHub({ server });
  const session = createSession({ room: ROOM, name, color: seed, connect, clock, random: seededRandom(seed), log: silentLog });
  session.start();
  await until(`${name} is there`, () => session.status().state.phase === 'live');
  return session;
}

const isSent = (session: Session) => (): boolean => session.status().unsent === 0;
const agree = (a: Session, b: Session): Promise<void> =>
  until('equal boards', () => a.status().unsent === 0 && b.status().unsent === 0 && a.fingerprint() === b.fingerprint());

/** A line with pressure of the other kind, which then gets other looks. */
function highlight(session: Session): void {
  const id = session.newElementId();
  const order = orderKeyAfter(session.board().maxOrder);
  const values = { kind: 2, order, x: -50, y: 70, color: CUSTOM_COLOR + 0xff8800, width: 300, pressured: true } as const;
  const xy = Int32Array.from([0, 0, 16, -8, 2_000, 900]);
  const points = encodePoints(newTail(), { xy, pressure: Uint8Array.from([10, 128, 255]) });
  const gesture = session.newGesture();
  session.propose([addInk({ id, lamport: session.nextLamport(), values })], gesture);
  session.propose([{ kind: 'append', id, offset: 0, chunk: points }], gesture);
  session.propose([{ kind: 'end', id, count: 3 }], gesture);
  const looks = { color: 3, width: 120, y: -640 };
  session.propose([{ kind: 'set', id, lamport: session.nextLamport(), values: looks }], session.newGesture());
}

/** A note that is typed and of which a part is erased again, and a part of a stroke that is rubbed out. */
function write(session: Session, stroke: ElementId): void {
  const gesture = session.newGesture();
  const note = session.newElementId();
  const birth = { kind: ElementKind.note, body: Body.none, facts: {} };
  const values = { order: orderKeyAfter(session.board().maxOrder), x: 400, y: 0, w: 3_200, h: 1_600, color: 4 };
  session.propose([{ kind: 'add', id: note, lamport: session.nextLamport(), birth, values }], gesture);
  const editor = (): TextEditor => ({
    author: session.clientId,
    newElementId: () => session.newElementId(),
    lamport: session.nextLamport(),
    cuts: new Map(),
    runs: new Set(),
  });
  session.propose(typeText(session.board(), note, 0, 'Grüße 🙂', editor()), gesture);
  session.propose(eraseText(session.board(), note, 0, 2, editor()), gesture);
  const cut = session.newElementId();
  const rubbed = { kind: ElementKind.cut, body: Body.spans, facts: { target: stroke } };
  const lamport = session.nextLamport();
  session.propose(
    [
      { kind: 'add', id: cut, lamport, birth: rubbed, values: {} },
      { kind: 'cut', id: cut, spans: [8, 24] },
    ],
    gesture,
  );
}

/** Ada draws before Bo's eyes; Cleo comes later. Every kind of op but `restore`, pointers, a new name, what is undone. */
async function firstLife(server: string): Promise<{ readonly life: RecordedLife; readonly ada: Session }> {
  const ada = await come('Ada', server, 1);
  const bo = await come('Bo', server, 2);
  const pen = new Pen(ada);
  await until('the first points', () => bo.board().get(pen.id)?.pointCount === 3);
  pen.move();
  await agree(ada, bo);
  pen.lift();
  ada.pointAt({ x: 120, y: -7 });
  const removed = draw(ada);
  const undone = draw(ada, 1);
  await until('all is sent', isSent(ada));
  place(ada, pen.id, 2_400);
  remove(ada, removed);
  ada.undo();
  ada.redo();
  place(ada, undone, 99);
  ada.undo();
  highlight(ada);
  write(ada, pen.id);
  bo.pointAt({ x: 1, y: 2 });
  draw(bo, 1);
  place(bo, pen.id, 2_500);
  await agree(ada, bo);
  bo.changeProfile({ name: 'Bob' });
  await until('the new name', () => ada.members()[0]?.name === 'Bob');
  await until('Bob is there', () => bo.status().state.phase === 'live');
  const cleo = await come('Cleo', server, 3);
  await agree(ada, cleo);
  draw(cleo, 1);
  await agree(ada, cleo);
  await agree(bo, cleo);
  const board = factsOf(cleo.board());
  bo.dispose();
  cleo.dispose();
  await until('they have left', () => ada.members().length === 0);
  return { life: { connections: drafts.splice(0).map(recorded), board }, ada };
}

/** The hub was restarted: Ada comes back with what she has and restores it. */
async function secondLife(ada: Session): Promise<RecordedLife> {
  await until('a lost copy', () => ada.status().state.phase === 'live' && ada.status().lostCopy !== undefined);
  ada.resolveLostCopy('restore');
  draw(ada, 1);
  await until('all is sent', isSent(ada));
  const board = factsOf(ada.board());
  ada.dispose();
  // Attempts that met no hub said nothing.
  return {
    connections: drafts
      .splice(0)
      .map(recorded)
      .filter(({ up }) => up.length > 0),
    board,
  };
}

Object.assign(globalThis, { WebSocket: NotingSocket });
const first = await liveHub();
const { life, ada } = await firstLife(first.server);
who = 'Ada';
await first.stop();
const second = await liveHub({ port: Number(new URL(first.server).port) });
const recording: Recording = { contract: CONTRACT_VERSION, room: ROOM, lives: [life, await secondLife(ada)] };
await second.stop();
const file = new URL(`./contract-${CONTRACT_VERSION}.json`, import.meta.url);
writeFileSync(file, `${JSON.stringify(recording, null, 1)}\n`, { flag: 'wx' });
