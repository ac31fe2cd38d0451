import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { CHROME } from '../words/chrome-words.ts';
import { Tip } from './parts/icon-button.tsx';
import '../styles/room-name.css';

interface RoomNameProps {
  readonly title: string;
  readonly onRename: (label: string) => void;
  /** It stands in the menu, among the menu's items. */
  readonly isItem?: boolean;
}

/** The room's name; a click turns it into a field. It is part of the board: everyone sees it and may change it. */
export function RoomName({ title, onRename, isItem = false }: RoomNameProps): ReactNode {
  const [editing, setEditing] = useState(false);
  if (!editing) {
    return (
      <button
        type="button"
        role={isItem ? 'menuitem' : undefined}
        className="text-button room-name"
        aria-label={CHROME.renameRoom(title)}
        onClick={() => setEditing(true)}
      >
        <span className="room-name__text">{title}</span>
        <Tip label={CHROME.rename} side="below" />
      </button>
    );
  }
  const done = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key !== 'Escape') return;
    event.currentTarget.value = title;
    event.currentTarget.blur();
  };
  return (
    <input
      className="field room-name__field"
      aria-label={CHROME.roomName}
      defaultValue={title}
      maxLength={60}
      ref={(field) => field?.select()}
      onKeyDown={done}
      onBlur={(event) => {
        setEditing(false);
        if (event.currentTarget.value.trim() !== title) onRename(event.currentTarget.value);
      }}
    />
  );
}
