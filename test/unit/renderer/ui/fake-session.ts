import { Emitter } from '../../../../core/base/emitter.ts';
import { Board } from '../../../../core/board/board.ts';
import type { ClientId, ElementId, Epoch, InstanceId, RoomId } from '../../../../core/board/ids.ts';
import type { Said } from '../../../../core/contract/said.ts';
import type { RemoteMember } from '../../../../core/room/board-access.ts';
import type { HeardAnnouncement, Reacted, Session, SessionStatus } from '../../../../renderer/session/session.ts';

export const YOU = 'AAAAAAAAAAA' as ClientId;

/** A status as a calm memory-only room has it, with what a test changes. */
export function statusOf(part: Partial<SessionStatus> = {}): SessionStatus {
  return {
    state: { phase: 'live', since: 0 },
    room: 'sunny-room' as RoomId,
    you: { clientId: YOU, name: 'Sunny Otter', color: 1 },
    grant: 'draw',
    locked: false,
    makesLinks: false,
    viewers: 0,
    rights: undefined,
    unsent: 0,
    oldestUnsentMs: undefined,
    persistence: { mode: 'none', since: Date.UTC(2026, 10, 21, 13, 5) },
    epoch: 'EEEEEEEEEEE' as Epoch,
    instance: { id: 'IIIIIIIIIII' as InstanceId, name: 'hub-1', isNamed: false },
    transport: 'WebSockets',
    carrier: undefined,
    roundTripMs: 12.4,
    lostCopy: undefined,
    asOf: undefined,
    refused: undefined,
    canUndo: false,
    canRedo: false,
    canTakeBack: false,
    elements: 0,
    fullness: 0,
    readOnly: undefined,
    notYet: undefined,
    savedAt: undefined,
    hostEnded: false,
    previousLife: undefined,
    clockTrouble: undefined,
    outboxKept: 'memory',
    returned: undefined,
    ...part,
  };
}

export interface FakeSession extends Session {
  /** What the UI asked for, in order. */
  readonly calls: string[];
  show(part: Partial<SessionStatus>): void;
  showMembers(members: readonly Partial<RemoteMember>[]): void;
  announce(announcement: HeardAnnouncement): void;
  /** What `importCopy` answers. */
  importAnswer: ReturnType<Session['importCopy']>;
  /** Stands for the board's content: what `fingerprint` answers. */
  content: string;
}

/** A session that only says what it is told to, and remembers what the UI asked of it. */
export function fakeSession(first: Partial<SessionStatus> = {}): FakeSession {
  let status = statusOf(first);
  let members: readonly RemoteMember[] = [];
  const statuses = new Emitter<SessionStatus>();
  const reactions = new Emitter<Reacted>();
  const saids = new Emitter<Said>();
  const traces = new Emitter<unknown>();
  const presences = new Emitter<void>();
  const announcements = new Emitter<HeardAnnouncement>();
  const calls: string[] = [];
  const board = new Board();
  const session: FakeSession = {
    calls,
    importAnswer: { imported: 3 },
    clientId: YOU,
    show(part) {
      status = { ...status, ...part };
      statuses.emit(status);
    },
    showMembers(next) {
      members = next.map((member, i) => ({
        clientId: `BBBBBBBBBB${i}` as ClientId,
        name: `Person ${i}`,
        color: i,
        cursor: undefined,
        movedAt: 0,
        ...member,
      }));
      presences.emit();
    },
    announce: (announcement) => announcements.emit(announcement),
    status: () => status,
    onStatus: (listener) => statuses.on(listener),
    members: () => members,
    onPresence: (listener) => presences.on(listener),
    pointAt() {},
    lookAt() {},
    showOthers() {},
    board: () => board,
    newElementId: () => `${YOU}.1` as ElementId,
    nextLamport: () => 1,
    newGesture: () => 1,
    propose() {},
    onChange: () => ({ dispose() {} }),
    keep: () => void calls.push('keep'),
    sayGoodbye: () => void calls.push('sayGoodbye'),
    start: () => void calls.push('start'),
    onAnnouncement: (listener) => announcements.on(listener),
    askForTopics: (topics) => void calls.push(`askForTopics ${topics.join()}`),
    enter: (pass) => void calls.push(`enter ${pass}`),
    wake: () => void calls.push('wake'),
    networkLost: () => void calls.push('networkLost'),
    changeProfile: (change) => void calls.push(`profile ${JSON.stringify(change)}`),
    packLastBoard: () => undefined,
    lostBoard: () => undefined,
    act: async (act) => {
      calls.push(`act ${JSON.stringify(act)}`);
      return {};
    },
    say: (text) => calls.push(`say ${text}`) > 0,
    removeWords: (ids) => void calls.push(`removeWords ${ids.join(' ')}`),
    onSaid: (listener) => saids.on(listener),
    react: (reaction) => calls.push(`react ${reaction}`) > 0,
    onTrace: (listener) => traces.on(listener),
    onReaction: (listener) => reactions.on(listener),
    setMeeting: (values) => void calls.push(`setMeeting ${JSON.stringify(values)}`),
    placeDot: (dot) => void calls.push(`placeDot ${dot.ballot}`),
    hubNow: () => 0,
    undo: () => void calls.push('undo'),
    redo: () => void calls.push('redo'),
    takeBack() {
      calls.push('takeBack');
      return { elements: 3, own: 1, authors: 2 };
    },
    resolveLostCopy: (choice) => void calls.push(`resolveLostCopy ${choice}`),
    copyBytes: () => new Uint8Array([1, 2, 3]),
    importCopy(bytes) {
      calls.push(`importCopy ${bytes.length}`);
      return session.importAnswer;
    },
    content: '0123456789abcdef',
    pastWrites: () => [],
    fingerprint: () => session.content,
    dispose: () => void calls.push('dispose'),
  };
  return session;
}
