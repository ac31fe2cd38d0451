import type { ReactNode } from 'react';
import { PanelTitle } from '../chrome/popover.tsx';
import { BOARDS, HOME } from '../words/boards-words.ts';
import { BoardCards, useBoardCards, withoutCard } from './board-cards.tsx';
import type { BoardsDialogProps } from './boards-dialog.tsx';

/** Boards that are shown; the others are in the dialog. */
const SHOWN = 6;

interface HomePanelProps extends Omit<BoardsDialogProps, 'onNew' | 'onKeep'> {
  readonly onAll: () => void;
}

/**
 * What stands over the empty board at a start that asked for no other one. It is no dialog: it takes neither the keyboard nor the board
 * around it, and goes with the first stroke.
 */
export function HomePanel(props: HomePanelProps): ReactNode {
  const { boards, onClose, onJoin, onFile, onAll } = props;
  const [cards, setCards] = useBoardCards(boards);
  if (cards === undefined || cards.length === 0) return null;
  return (
    <section className="surface home" aria-label={HOME.title} data-testid="home">
      <PanelTitle title={HOME.title} onClose={onClose} />
      <p className="muted home__hint">{HOME.hint}</p>
      <BoardCards {...props} cards={cards.slice(0, SHOWN)} onForgotten={(card) => setCards(withoutCard(cards, card))} />
      <div className="boards__begin">
        <button type="button" className="button button--primary" onClick={onClose}>
          {HOME.empty}
        </button>
        <button type="button" className="button" onClick={onJoin}>
          {BOARDS.join}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => {
            onClose();
            onFile();
          }}
        >
          {BOARDS.file}
        </button>
        {cards.length > SHOWN ? (
          <button type="button" className="button button--quiet home__all" onClick={onAll}>
            {HOME.all(cards.length)}
          </button>
        ) : null}
      </div>
    </section>
  );
}
