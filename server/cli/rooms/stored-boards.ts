import { allSteps } from '../../../core/base/all-steps.ts';
import type { Board } from '../../../core/board/board.ts';
import type { Element } from '../../../core/board/element.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import { packRoomSnapshot } from '../../../core/room/snapshot/snapshot-packer.ts';
import { readStoredBoard, type StoredBoard } from '../../hub/durability/stored-board.ts';
import { DamagedBoard, NewerBoard } from '../../ports/snapshot-store.ts';
import type { Readable, StoreAdmin } from '../../ports/store-admin.ts';

/** Why a board cannot be read. `newer`: a newer Inkroom has stored it, and nothing is wrong with it. */
export type Unreadable = 'damaged' | 'newer';

export function boardIn(read: Readable): StoredBoard | Unreadable {
  try {
    return allSteps(readStoredBoard(read)) ?? 'damaged';
  } catch (error) {
    if (error instanceof NewerBoard) return 'newer';
    if (error instanceof DamagedBoard) return 'damaged';
    throw error;
  }
}

/** A snapshot as hubs store it, in one go. */
export function packed(snapshot: Parameters<typeof packRoomSnapshot>[0]): Uint8Array {
  return allSteps(packRoomSnapshot(snapshot));
}

/** Rejects, with a sentence, when the store has no such room. */
export async function needed(store: StoreAdmin, room: RoomId): Promise<void> {
  if (await isKept(store, room)) return;
  throw new Error(`No room ${room} is kept here. "inkroom rooms list" names those that are.`);
}

export async function isKept(store: StoreAdmin, room: RoomId): Promise<boolean> {
  return (await store.rooms()).some((fact) => fact.room === room);
}

/** Hashes of the pictures that these elements show; without `isMeant` those of removed elements too. */
export function picturesOf(board: Board, isMeant: (element: Element) => boolean = () => true): ReadonlySet<string> {
  const images = [...board.elements()].filter((element) => element.kind === ElementKind.image && isMeant(element));
  return new Set(images.map((element) => element.get('hash')));
}
