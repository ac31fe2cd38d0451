import { DisposableStore, disposable } from '../../core/base/disposable.ts';
import { PastWrites } from '../../core/making/past-writes.ts';
import { Members } from './joining/members.ts';
import { Membership } from './joining/membership.ts';
import { RoomSaving } from './joining/room-saving.ts';
import { BoardCopies } from './keeping/board-copies.ts';
import { Continuity, identityFrom } from './keeping/continuity.ts';
import { decodeLastBoard } from './keeping/last-board.ts';
import { LostCopyTracker } from './keeping/lost-copy.ts';
import { HubLink } from './link/hub-link.ts';
import type { Tell } from './session-event.ts';
import type { SessionOptions } from './session-options.ts';
import { StatusSource } from './status-source.ts';
import { RoomSync } from './sync/room-sync.ts';
import { TraceDoor } from './tracing/trace-door.ts';
import { Authoring } from './writing/authoring.ts';
import { Drafts } from './writing/drafts.ts';
import { Outbound } from './writing/outbound.ts';
import { Outbox } from './writing/outbox.ts';
import { OwnSteps } from './writing/own-steps.ts';
import { Words } from './writing/words.ts';

export type SessionParts = ReturnType<typeof makeParts>;

/**
 * The parts of a session. Each gets only parts that were made before it, and sends events about the rest. No event is sent before all
 * parts exist.
 */
export function makeParts(options: SessionOptions, tell: Tell) {
  const { room, access, roomKey, pass, name, color, connect, clock, random, log, pictures, program, topics } = options;
  const identity = identityFrom(options.vault, random);
  const { clientId, secret, kept } = identity;
  const last = options.lastBoard && decodeLastBoard(options.lastBoard);

  const outbox = new Outbox(clientId);
  const drafts = new Drafts(clientId);
  const members = new Members(clientId, (who, reaction) => tell({ kind: 'reacted', who, reaction }));
  const lost = new LostCopyTracker();
  const past = new PastWrites();
  const steps = new OwnSteps(clientId, kept?.steps, clock.now());
  const saving = new RoomSaving(clock);
  const sync = new RoomSync({ clientId, outbox, members, past, saving, clock, log, tell });
  const link = new HubLink({ clock, random, log, connect, outbox, sync, tell });
  const outbound = new Outbound({ clock, outbox, link, drafts, saving });
  const profile = { name, color };
  const membership = new Membership({
    room,
    access,
    roomKey,
    pass,
    program,
    topics,
    secret,
    profile,
    clock,
    log,
    link,
    sync,
    outbound,
    saving,
    tell,
  });
  const continuity = new Continuity({ identity, last, clock, random, log, outbox, steps, sync, lost, tell });
  const writes = { clientId, kept, clock, outbox, drafts, past, steps, sync, membership, continuity, outbound, tell };
  const authoring = new Authoring(writes);
  const words = new Words({ authoring, membership, sync });
  const copies = new BoardCopies({ clientId, clock, sync, lost, authoring, membership, tell });
  const shows = {
    room,
    pictures,
    clock,
    clientId,
    outbox,
    sync,
    saving,
    link,
    outbound,
    membership,
    lost,
    continuity,
    authoring,
  };
  const traces = new TraceDoor({ clock, outbox, sync, act: (act) => link.act(act), afterPaint: options.afterPaint });
  const status = new StatusSource(shows);

  // Disposed in reverse order: the link says goodbye first.
  const owned = new DisposableStore();
  owned.add(status);
  if (pictures) owned.add(pictures.onChange(() => status.drifted()));
  owned.add(disposable(() => continuity.close()));
  owned.add(outbound);
  owned.add(traces);
  owned.add(link);
  return {
    clientId,
    outbox,
    members,
    lost,
    past,
    sync,
    link,
    outbound,
    membership,
    continuity,
    authoring,
    words,
    copies,
    status,
    traces,
    owned,
  };
}
