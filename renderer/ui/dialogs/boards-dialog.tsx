import { Copy, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { type BoardCard, isSameBoard } from '../../../core/contract/board-card.ts';
import type { HostedHere } from '../../../core/contract/shell-contract.ts';
import { Dialog } from '../chrome/dialog.tsx';
import { ICON } from '../chrome/icon-button.tsx';
import { KeepSetting } from '../panels/keep-setting.tsx';
import { BOARDS, copyWords, placeWords } from '../words/boards-words.ts';
import { roomTitle } from '../words/room-title.ts';
import type { Boards } from './boards.ts';
import '../styles/boards-dialog.css';

interface BoardsDialogProps {
  readonly boards: Boards;
  readonly hosted: HostedHere | undefined;
  readonly now: number;
  /** What the person calls the room; undefined for one that has no name of theirs. */
  readonly labelOf: (card: BoardCard) => string | undefined;
  readonly onNew: () => void;
  readonly onJoin: () => void;
  readonly onKeep: (keeps: HostedHere['keeps']) => void;
  readonly say: (text: string) => void;
  readonly onClose: () => void;
}

/** The home screen: a new board, another one, and those that this device has seen, with a picture, a time, and where they live. */
export function BoardsDialog(props: BoardsDialogProps): ReactNode {
  const { boards, hosted, now, say, onClose } = props;
  const [cards, setCards] = useState<readonly BoardCard[]>();
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    let isShown = true;
    void boards.list().then((found) => isShown && setCards(found));
    return () => {
      isShown = false;
    };
  }, [boards]);
  const leaveTo = (go: () => void): void => {
    onClose();
    go();
  };
  const openCopy = (card: BoardCard): void => {
    void boards.openCopy(card).then((isOpen) => (isOpen ? onClose() : say(BOARDS.failed)));
  };
  const forget = (card: BoardCard): void => {
    void boards.forget(card).then(() => setCards((known) => known?.filter((one) => !isSameBoard(one, card))));
  };
  const clear = (): void => {
    setAsking(false);
    void boards.clear().then(() => {
      setCards([]);
      say(BOARDS.cleared);
    });
  };
  return (
    <Dialog title={BOARDS.title} onClose={onClose} className="boards">
      <div className="boards__begin">
        <button type="button" className="button button--primary" data-autofocus onClick={() => leaveTo(props.onNew)}>
          {BOARDS.newBoard}
        </button>
        <button type="button" className="button" onClick={() => leaveTo(props.onJoin)}>
          {BOARDS.join}
        </button>
      </div>
      {cards?.length === 0 ? <p className="muted boards__none">{BOARDS.none}</p> : null}
      <ul className="boards__list" aria-label={BOARDS.title}>
        {cards?.map((card) => {
          const place = placeWords(card, hosted);
          const title = roomTitle(card.room, props.labelOf(card));
          return (
            <li key={`${card.server} ${card.room}`} className="board-card" data-gone={place.isGone || undefined}>
              <button type="button" className="board-card__open" onClick={() => leaveTo(() => boards.open(card))}>
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
      {hosted === undefined ? null : <KeepSetting hosted={hosted} onKeep={props.onKeep} />}
      <div className="boards__foot">
        <p className="muted">{asking ? BOARDS.sure : BOARDS.note}</p>
        {asking ? (
          <>
            <button type="button" className="button button--bad" onClick={clear}>
              {BOARDS.clearNow}
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {BOARDS.keep}
            </button>
          </>
        ) : (
          <button
            type="button"
            className="button button--quiet"
            disabled={!cards || cards.length === 0}
            onClick={() => setAsking(true)}
          >
            {BOARDS.clear}
          </button>
        )}
      </div>
    </Dialog>
  );
}

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
