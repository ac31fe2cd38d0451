import { parseBoardCard } from '../../../core/contract/board-card.ts';
import type { Shell } from '../../../core/contract/desktop/shell-contract.ts';
import type { LocalCopies } from '../../session/keeping/local-copies.ts';

/** Copies of boards as files of the desktop. */
export function shellCopies(
  shell: Pick<Shell, 'listBoards' | 'readBoard' | 'writeBoard' | 'forgetBoard' | 'forgetBoards'>,
): LocalCopies {
  return {
    list: async () => (await shell.listBoards()).flatMap((raw) => parseBoardCard(raw) ?? []),
    read: async ({ server, room }) => (await shell.readBoard(server, room)) ?? undefined,
    write: (card, bytes) => shell.writeBoard(card, bytes),
    forget: ({ server, room }) => shell.forgetBoard(server, room),
    clear: () => shell.forgetBoards(),
  };
}
