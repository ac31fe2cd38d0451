import type { InstanceId } from '../../core/board/ids.ts';
import { CONTRACT_VERSION, type Role, type Welcome } from '../../core/contract/hub-contract.ts';
import type { KnownState } from './join-request.ts';
import type { Member } from './room/member.ts';
import type { Room } from './room/room.ts';

/** The instance that sends the welcome. */
export interface Welcoming {
  readonly instanceId: InstanceId;
  readonly instanceName: string;
  /** True when the operator chose the name, to tell this instance from others. */
  readonly instanceNamed?: boolean;
}

/** The member that gets the welcome. `have`: the client's known state. */
export interface Welcomed {
  readonly member: Member;
  readonly role: Role;
  readonly have: KnownState | undefined;
}

/** [HS-2] The welcome for the room's current state. */
export function welcomeTo(room: Room, { member, role, have }: Welcomed, instance: Welcoming, now: number): Welcome {
  const elsewhere = room.membersElsewhere();
  return {
    version: CONTRACT_VERSION,
    room: room.id,
    epoch: room.epoch,
    origin: instance.instanceId,
    vector: room.replica.vector.pairs(),
    you: member.entry,
    members: room.members(),
    ...(elsewhere.length > 0 ? { elsewhere } : {}),
    ...(room.epochs.merged.length > 0 ? { merged: room.epochs.merged } : {}),
    role,
    persistence: room.persistence,
    lastN: member.record.lastN,
    catchUp: room.planCatchUp(have),
    ...room.pace,
    instanceName: instance.instanceName,
    ...(instance.instanceNamed === true ? { instanceNamed: true } : {}),
    elements: room.replica.board.elementCount,
    now,
    shows: true,
    ...(room.storedVector.length > 0 ? { stored: room.storedVector } : {}),
    ...(room.isReadOnly ? { readOnly: 'room.read_only' } : {}),
    ...(room.previousLife ? { previousLife: room.previousLife } : {}),
  };
}
