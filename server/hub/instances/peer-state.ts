import type { ElementState } from '../../../core/board/element.ts';
import type { ClientId, Epoch } from '../../../core/board/ids.ts';
import type { MemberEntry } from '../../../core/contract/hub-contract.ts';
import { unpackStates, unpackSuffix } from '../../../core/room/catch-up.ts';
import type { BodyPart, RoomHead } from '../../../core/room/peer-messages.ts';
import type { NumberedBatches, Replica } from '../../../core/room/replica.ts';
import { parseVector, VersionVector } from '../../../core/room/version-vector.ts';
import type { ServedBody } from '../catch-up/catch-up.ts';
import type { CatchUpWish } from '../catch-up/catch-up-request.ts';
import type { KnownState } from '../join-request.ts';
import type { AudienceSizes } from '../room/room-audience.ts';
import type { RoomEpochs } from '../room/room-epochs.ts';
import { PULL_WINDOW_BYTES, type PulledBody } from './state-pull.ts';

/** Another instance's state of a room, decoded. */
export interface PeerState {
  readonly epoch: Epoch;
  /** Epochs that continue in this one. */
  readonly merged: readonly Epoch[];
  readonly vector: VersionVector;
  readonly states: readonly ElementState[];
  /** Set instead of states when only the last batches of that instance were missing. */
  readonly parts: readonly NumberedBatches[];
  /** For each client, the highest n that it has accepted or refused [HS-3]. */
  readonly clients: readonly (readonly [ClientId, number])[];
}

/** A room whose state is sent to another instance. */
export interface ToldRoom {
  readonly epoch: Epoch;
  readonly epochs: Pick<RoomEpochs, 'merged'>;
  readonly replica: Pick<Replica, 'vector'>;
  members(): MemberEntry[];
  readonly audience: Pick<AudienceSizes, 'counted'>;
  clientNumbers(): [ClientId, number][];
  catchUp(wish: CatchUpWish): Promise<ServedBody>;
  caughtUp(served: ServedBody): void;
}

/** Throws for an inconsistent body: then the other instance is broken. */
export function readPeerState({ epoch, merged }: RoomHead, { how, bytes, end }: PulledBody): PeerState {
  const vector = parseVector(end.vector) ?? new VersionVector();
  const { clients } = end;
  // An empty body: nothing was missing.
  if (bytes.length === 0) return { epoch, merged, vector, states: [], parts: [], clients };
  if (how === 'suffix') {
    const parts = unpackSuffix(bytes);
    if (!parts.ok) throw new Error(`instance.malformed: ${parts.error.code}`);
    return { epoch, merged, vector, states: [], parts: parts.value, clients };
  }
  const states = unpackStates(bytes);
  if (!states.ok) throw new Error(`instance.malformed: ${states.error.code}`);
  return { epoch, merged, vector, states: states.value, parts: [], clients };
}

export function headOf(room: ToldRoom): RoomHead {
  const { epoch, epochs, replica, audience } = room;
  const vector = replica.vector.pairs();
  return { epoch, merged: epochs.merged, vector, members: room.members(), counted: audience.counted };
}

/** The parts of what `have` lacks, from byte `at` of `body` on if it is still cached, up to the window [INS-3]. */
export async function partsFor(
  room: ToldRoom,
  wish: { readonly have: KnownState | undefined; readonly body: string | undefined; readonly at: number },
): Promise<BodyPart[]> {
  const resume = wish.body === undefined ? undefined : { id: wish.body, at: wish.at };
  const served = await room.catchUp({ have: wish.have, resume });
  const { body } = served;
  const parts: BodyPart[] = [];
  const end = { vector: body.vector, clients: room.clientNumbers() };
  let from = 0;
  let sent = 0;
  for (const chunk of body.chunks) {
    const skipped = Math.max(0, served.at - from);
    const at = from + skipped;
    from += chunk.bytes.length;
    if (from <= served.at) continue;
    const bytes = (chunk.bytes as Uint8Array).subarray(skipped);
    parts.push({ body: body.id, how: body.how, total: body.bytes, at, bytes, end: from === body.bytes ? end : undefined });
    sent += bytes.length;
    if (sent >= PULL_WINDOW_BYTES) break;
  }
  if (body.bytes === 0) parts.push({ body: body.id, how: body.how, total: 0, at: 0, bytes: new Uint8Array(), end });
  room.caughtUp(served);
  return parts;
}
