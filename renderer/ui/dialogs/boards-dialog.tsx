import { type ReactNode, useState } from 'react';
import type { HostedHere } from '../../../core/contract/desktop/shell-contract.ts';
import { Dialog } from '../chrome/parts/dialog.tsx';
import { KeepSetting } from '../panels/keep-setting.tsx';
import { BOARDS } from '../words/boards-words.ts';
import { BoardCards, type BoardCardsProps, useBoardCards, withoutCard } from './board-cards.tsx';

export interface BoardsDialogProps extends BoardCardsProps {
  readonly onNew: () => void;
  readonly onJoin: () => void;
  readonly onFile: () => void;
  readonly onKeep: (keeps: HostedHere['keeps']) => void;
}

/** The list of boards, opened by a command: a new board, a board by link, and the boards that this device has seen. */
export function BoardsDialog(props: BoardsDialogProps): ReactNode {
  const { boards, hosted, say, onClose } = props;
  const [cards, setCards] = useBoardCards(boards);
  const [asking, setAsking] = useState(false);
  const leaveTo = (go: () => void): void => {
    onClose();
    go();
  };
  const clear = (): void => {
    setAsking(false);
    void boards.clear().then(async (areGone) => {
      say(areGone ? BOARDS.cleared : BOARDS.notDeleted);
      setCards(areGone ? [] : await boards.list());
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
        <button type="button" className="button" onClick={() => leaveTo(props.onFile)}>
          {BOARDS.file}
        </button>
      </div>
      {cards?.length === 0 ? <p className="muted boards__none">{BOARDS.none}</p> : null}
      <BoardCards {...props} cards={cards ?? []} onForgotten={(card) => setCards(withoutCard(cards ?? [], card))} />
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
