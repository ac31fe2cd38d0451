import type { InstanceId } from '../../core/board/ids.ts';
import { roleOf } from '../../core/contract/access/grants.ts';
import { CONTRACT_VERSION, type Welcome } from '../../core/contract/hub-contract.ts';
import type { Links } from '../ports/links.ts';
import type { KnownState } from './join-request.ts';
import type { Member } from './room/member.ts';
import type { Room } from './room/room.ts';

/** The instance that sends the welcome. */
export interface Welcoming {
  /** Undefined: it makes no signed links. */
  readonly links?: Links;
  readonly instanceId: InstanceId;
  readonly instanceName: string;
  /** True when the operator chose the name, to tell this instance from others. */
  readonly instanceNamed?: boolean;
}

/** The member that gets the welcome. `have`: the client's known state. */
export interface Welcomed {
  readonly member: Member;
  /** Only hosts draw. */
  readonly locked: boolean;
  readonly have: KnownState | undefined;
}

/** [HS-2] The welcome for the room's current state. */
export function welcomeTo(room: Room, { member, locked, have }: Welcomed, instance: Welcoming, now: number): Welcome {
  const elsewhere = room.membersElsewhere();
  const { viewers } = room.audience;
  return {
    version: CONTRACT_VERSION,
    room: room.id,
    epoch: room.epoch,
    origin: instance.instanceId,
    vector: room.replica.vector.pairs(),
    you: member.entry,
    members: room.members(),
    ...(elsewhere.length > 0 ? { elsewhere } : {}),
    ...(viewers > 0 ? { viewers } : {}),
    ...(member.phase === 'counted' ? { counted: true } : {}),
    ...(room.epochs.merged.length > 0 ? { merged: room.epochs.merged } : {}),
    role: roleOf(member.grant),
    grant: member.grant,
    ...(locked ? { locked } : {}),
    ...(instance.links === undefined ? {} : { links: true }),
    persistence: room.persistence,
    lastN: member.record.lastN,
    catchUp: room.planCatchUp(have),
    ...room.pace,
    instanceName: instance.instanceName,
    ...(instance.instanceNamed === true ? { instanceNamed: true } : {}),
    elements: room.replica.board.elementCount,
    now,
    shows: true,
    reacts: true,
    ...(room.storedVector.length > 0 ? { stored: room.storedVector } : {}),
    ...(room.isReadOnly ? { readOnly: 'room.read_only' } : {}),
    ...(room.previousLife ? { previousLife: room.previousLife } : {}),
  };
}
