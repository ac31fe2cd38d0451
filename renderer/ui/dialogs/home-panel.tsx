import type { ReactNode } from 'react';
import { PanelTitle } from '../chrome/parts/popover.tsx';
import { BOARDS, HOME } from '../words/boards-words.ts';
import { BoardCards, useBoardCards, withoutCard } from './board-cards.tsx';
import type { BoardsDialogProps } from './boards-dialog.tsx';

/** The most boards in this panel. The dialog has the others. */
const SHOWN = 6;

interface HomePanelProps extends Omit<BoardsDialogProps, 'onNew' | 'onKeep'> {
  readonly onAll: () => void;
}

/**
 * The panel over the empty board at a start without a link. It is not a dialog: the keyboard and the board around it stay usable, and
 * it disappears at the first stroke.
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
