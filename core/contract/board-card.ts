import { parseRoomId, type RoomId } from '../board/ids.ts';
import type { PersistenceMode } from './hub-contract.ts';

/** What a device remembers about a board that it has seen, apart from its copy: what a list of boards shows. */
export interface BoardCard {
  /** `http://host:port` or `https://host`. */
  readonly server: string;
  readonly room: RoomId;
  /** Milliseconds since 1970 of the last change that the copy holds. */
  readonly at: number;
  /** Visible elements of the copy. */
  readonly elements: number;
  /** How its server kept it when it was last seen. */
  readonly mode: PersistenceMode;
  /** The hub of this device's own app held it. */
  readonly isHostedHere: boolean;
  /** A small picture: WebP or PNG. Undefined where none could be made. */
  readonly picture: Uint8Array | undefined;
}

/** Which board a card is of. */
export type BoardPlace = Pick<BoardCard, 'server' | 'room'>;

/** A device keeps the copies of so many boards, the newest ones, in so many bytes. */
export const KEPT_BOARDS = 50;
export const KEPT_BOARD_BYTES = 500 * 1024 * 1024;
/** A board whose copy is larger is not kept: it would push out many others, and writing it would take long. Bytes. */
export const LARGEST_KEPT_BOARD = 64 * 1024 * 1024;
/** A picture is no larger, bytes. */
export const CARD_PICTURE_BYTES = 20 * 1024;

const SERVER = /^https?:\/\/[^/\s#]{1,255}$/;
const MODES: readonly unknown[] = ['none', 'lmdb', 'azure-blob'] satisfies readonly PersistenceMode[];

/** Reads a card that was kept, or that came over a wall. Undefined when it is none. */
export function parseBoardCard(raw: unknown): BoardCard | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { server, room: rawRoom, at, elements, mode, isHostedHere, picture } = raw as Record<string, unknown>;
  const room = parseRoomId(rawRoom);
  if (typeof server !== 'string' || !SERVER.test(server) || !room.ok) return undefined;
  if (!isCount(at) || !isCount(elements) || !isMode(mode) || typeof isHostedHere !== 'boolean') return undefined;
  if (picture !== undefined && picture !== null && !isPicture(picture)) return undefined;
  return { server, room: room.value, at, elements, mode, isHostedHere, picture: picture ?? undefined };
}

/** What must go so that the rest is within bounds, of boards with the bytes of their copies: the oldest. */
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
