import { parseRoomId, type RoomId } from '../board/ids.ts';
import type { PersistenceMode } from './hub-contract.ts';
import { isServerAddress } from './server-address.ts';

/** What a device remembers about a board besides its copy. The list of boards shows it. */
export interface BoardCard {
  /** Its address, as in a link. */
  readonly server: string;
  readonly room: RoomId;
  /** Time of the last change in the copy, milliseconds since 1970. */
  readonly at: number;
  /** Visible elements in the copy. */
  readonly elements: number;
  /** How the server kept the board when the device last saw it. */
  readonly mode: PersistenceMode;
  /** True when the hub of this device's own app served it. */
  readonly isHostedHere: boolean;
  /** A small picture: WebP or PNG. Undefined when none could be made. */
  readonly picture: Uint8Array | undefined;
}

/** Identifies the board of a card. */
export type BoardPlace = Pick<BoardCard, 'server' | 'room'>;

/** How many boards' copies a device keeps (the newest ones), and their bytes together. */
export const KEPT_BOARDS = 50;
export const KEPT_BOARD_BYTES = 500 * 1024 * 1024;
/** A larger copy is not kept: it would push out many others and take long to write. Bytes. */
export const LARGEST_KEPT_BOARD = 64 * 1024 * 1024;
/** Largest picture of a card, bytes. */
export const CARD_PICTURE_BYTES = 20 * 1024;

const MODES: readonly unknown[] = ['none', 'lmdb', 'azure-blob', 'redis'] satisfies readonly PersistenceMode[];

/** Reads a stored card, or one from another process. Undefined when it is malformed. */
export function parseBoardCard(raw: unknown): BoardCard | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { server, room: rawRoom, at, elements, mode, isHostedHere, picture } = raw as Record<string, unknown>;
  const room = parseRoomId(rawRoom);
  if (!isServerAddress(server) || !room.ok) return undefined;
  if (!isCount(at) || !isCount(elements) || !isMode(mode) || typeof isHostedHere !== 'boolean') return undefined;
  if (picture !== undefined && picture !== null && !isPicture(picture)) return undefined;
  return { server, room: room.value, at, elements, mode, isHostedHere, picture: picture ?? undefined };
}

/** The oldest boards, which must be dropped so that the others are within bounds. `bytes` is the size of a copy. */
export function boardsToDrop<T extends { readonly at: number; readonly bytes: number }>(kept: readonly T[]): readonly T[] {
  let bytes = 0;
  return [...kept]
    .sort((a, b) => b.at - a.at)
    .filter((board, i) => {
      bytes += board.bytes;
      return i >= KEPT_BOARDS || bytes > KEPT_BOARD_BYTES;
    });
}

export function isSameBoard(a: BoardPlace, b: BoardPlace): boolean {
  return a.server === b.server && a.room === b.room;
}

function isCount(raw: unknown): raw is number {
  return typeof raw === 'number' && Number.isFinite(raw) && raw >= 0;
}

function isMode(raw: unknown): raw is PersistenceMode {
  return MODES.includes(raw);
}

function isPicture(raw: unknown): raw is Uint8Array {
  return raw instanceof Uint8Array && raw.length <= CARD_PICTURE_BYTES;
}
