import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SerialQueue } from '../../core/base/serial-queue.ts';
import {
  type BoardCard,
  type BoardPlace,
  boardsToDrop,
  LARGEST_KEPT_BOARD,
  parseBoardCard,
} from '../../core/contract/board-card.ts';
import { packValue, unpackValue } from '../../core/wire/msgpack.ts';
import { writeFileAtomic } from '../files/atomic-file.ts';
import { placeName } from './place-name.ts';

/** Copies of the boards that this computer has seen: a `.card` and an `.inkroom` file for each room. */
export interface KeptBoards {
  /** Newest first. */
  list(): Promise<readonly BoardCard[]>;
  read(place: BoardPlace): Promise<Uint8Array | undefined>;
  write(card: BoardCard, bytes: Uint8Array): Promise<void>;
  forget(place: BoardPlace): Promise<void>;
  clear(): Promise<void>;
}

const CARD = /^([0-9a-f]{32})\.card$/;
const MADE_HERE = /^[0-9a-f]{32}\.(card|inkroom)$/;
/** A write that a crash has cut off leaves its draft, and one between two files leaves a copy without its card. */
const DRAFT = /^\.[0-9a-f]{32}\.(card|inkroom)\.[0-9a-f]{8}\.tmp$/;
const COPY = /^([0-9a-f]{32})\.inkroom$/;
/** A card with its picture has some 20 KiB. A larger file is not a card. Bytes. */
const MOST_CARD_BYTES = 64 * 1024;

interface Kept {
  readonly name: string;
  readonly card: BoardCard;
  readonly at: number;
  /** Bytes of the copy. */
  readonly bytes: number;
}

/** `folder` is created when needed. */
export function keptBoards(folder: string): KeptBoards {
  /** One write at a time: two at once would each drop the other's board to stay within the bounds. */
  const changes = new SerialQueue();
  const nameOf = ({ server, room }: BoardPlace): string => placeName(server, room);
  const cardPath = (name: string): string => join(folder, `${name}.card`);
  const copyPath = (name: string): string => join(folder, `${name}.inkroom`);

  const files = (): Promise<readonly string[]> => readdir(folder).catch(() => []);

  async function kept(among: readonly string[]): Promise<readonly Kept[]> {
    const found = await Promise.all(among.flatMap((file) => CARD.exec(file)?.[1] ?? []).map(one));
    return found.filter((board) => board !== undefined).sort((a, b) => b.at - a.at);
  }

  /** Undefined when the card or the copy is missing or invalid. */
  async function one(name: string): Promise<Kept | undefined> {
    try {
      const { size } = await stat(cardPath(name));
      if (size > MOST_CARD_BYTES) return undefined;
      const card = parseBoardCard(unpackValue(new Uint8Array(await readFile(cardPath(name)))));
      return card && { name, card, at: card.at, bytes: (await stat(copyPath(name))).size };
    } catch {
      return undefined;
    }
  }

  async function drop(name: string): Promise<void> {
    await rm(cardPath(name), { force: true });
    await rm(copyPath(name), { force: true });
  }

  async function writeNow(card: BoardCard, bytes: Uint8Array): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = nameOf(card);
    await writeFileAtomic(copyPath(name), bytes);
    const { server, room, at, elements, mode, isHostedHere, picture = null } = card;
    await writeFileAtomic(cardPath(name), packValue({ server, room, at, elements, mode, isHostedHere, picture }));
    const all = await files();
    for (const old of boardsToDrop(await kept(all))) await drop(old.name);
    await sweep(all);
  }

  /** Drops what no list shows: it could not be opened or forgotten. */
  async function sweep(among: readonly string[]): Promise<void> {
    const cards = new Set(among.flatMap((file) => CARD.exec(file)?.[1] ?? []));
    for (const file of among) {
      const copy = COPY.exec(file)?.[1];
      if (DRAFT.test(file) || (copy !== undefined && !cards.has(copy))) await rm(join(folder, file), { force: true });
    }
  }

  return {
    list: async () => (await kept(await files())).map(({ card }) => card),
    async read(place) {
      const path = copyPath(nameOf(place));
      const found = await stat(path).catch(() => undefined);
      if (!found?.isFile() || found.size > LARGEST_KEPT_BOARD) return undefined;
      return new Uint8Array(await readFile(path));
    },
    write: (card, bytes) => changes.add(() => writeNow(card, bytes)),
    forget: (place) => changes.add(() => drop(nameOf(place))),
    clear: () =>
      changes.add(async () => {
        for (const file of await files())
          if (MADE_HERE.test(file) || DRAFT.test(file)) await rm(join(folder, file), { force: true });
      }),
  };
}
