import { Copy, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { type BoardCard, isSameBoard } from '../../../core/contract/board-card.ts';
import type { HostedHere } from '../../../core/contract/desktop/shell-contract.ts';
import { ICON } from '../chrome/parts/icon-button.tsx';
import { BOARDS, copyWords, placeWords } from '../words/boards-words.ts';
import { roomTitle } from '../words/room-title.ts';
import type { Boards } from './boards.ts';
import '../styles/boards-dialog.css';

export interface BoardCardsProps {
  readonly boards: Boards;
  readonly hosted: HostedHere | undefined;
  readonly now: number;
  /** The person's own name for the room. Undefined without one. */
  readonly labelOf: (card: BoardCard) => string | undefined;
  readonly say: (text: string) => void;
  readonly onClose: () => void;
}

interface CardListProps extends BoardCardsProps {
  readonly cards: readonly BoardCard[];
  readonly onForgotten: (card: BoardCard) => void;
}

/** The boards that this device has seen. Undefined until the list is loaded. */
export function useBoardCards(
  boards: Boards,
): readonly [readonly BoardCard[] | undefined, (cards: readonly BoardCard[]) => void] {
  const [cards, setCards] = useState<readonly BoardCard[]>();
  useEffect(() => {
    let isShown = true;
    void boards.list().then((found) => isShown && setCards(found));
    return () => {
      isShown = false;
    };
  }, [boards]);
  return [cards, setCards];
}

/** A list of boards, each with a picture, a time, and its place. */
export function BoardCards({ boards, cards, hosted, now, labelOf, say, onClose, onForgotten }: CardListProps): ReactNode {
  const open = (card: BoardCard): void => {
    onClose();
    boards.open(card);
  };
  const openCopy = (card: BoardCard): void => {
    void boards.openCopy(card).then((isOpen) => (isOpen ? onClose() : say(BOARDS.failed)));
  };
  const forget = (card: BoardCard): void => {
    void boards.forget(card).then((isGone) => (isGone ? onForgotten(card) : say(BOARDS.notDeleted)));
  };
  return (
    <ul className="boards__list" aria-label={BOARDS.title}>
      {cards.map((card) => {
        const place = placeWords(card, hosted);
        const title = roomTitle(card.room, labelOf(card));
        return (
          <li key={`${card.server} ${card.room}`} className="board-card" data-gone={place.isGone || undefined}>
            <button type="button" className="board-card__open" onClick={() => open(card)}>
              <CardPicture bytes={card.picture} />
              <strong>{title}</strong>
              <span className="muted">{copyWords(card, now)}</span>
              <span className="board-card__place">{place.text}</span>
            </button>
            <div className="board-card__more">
              <button
                type="button"
                className="icon-button"
                aria-label={`${BOARDS.openCopy}: ${title}`}
                title={BOARDS.openCopy}
                onClick={() => openCopy(card)}
              >
                <Copy {...ICON} size={16} />
              </button>
              <button
                type="button"
                className="icon-button"
                aria-label={`${BOARDS.forget}: ${title}`}
                title={BOARDS.forget}
                onClick={() => forget(card)}
              >
                <Trash2 {...ICON} size={16} />
              </button>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

export const withoutCard = (cards: readonly BoardCard[], card: BoardCard): readonly BoardCard[] =>
  cards.filter((one) => !isSameBoard(one, card));

function CardPicture({ bytes }: { readonly bytes: Uint8Array | undefined }): ReactNode {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (bytes === undefined) return undefined;
    const made = URL.createObjectURL(new Blob([bytes.slice()]));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  return url === undefined ? (
    <span className="board-card__picture" />
  ) : (
    <img className="board-card__picture" src={url} alt="" width={320} height={200} />
  );
}
