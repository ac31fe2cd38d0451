import type { ReactNode } from 'react';

/** What a person typed before the panel that it is for was there. */
export interface TypedAhead {
  readonly text: string;
  /** Whether Enter was pressed after it. */
  readonly isEntered: boolean;
}

interface TypedAheadFieldProps {
  readonly label: string | undefined;
  /** So far. */
  readonly typed: TypedAhead | undefined;
  readonly onTyped: (typed: TypedAhead) => void;
  readonly onClose: () => void;
}

/** Takes the keys for a panel whose code is still on its way. Without it they would run the board's commands. It is not seen. */
export function TypedAheadField({ label, typed, onTyped, onClose }: TypedAheadFieldProps): ReactNode {
  // What is typed after Enter is not for the panel.
  const takes = !typed?.isEntered;
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it stands in for a field that takes the focus
      autoFocus
      className="visually-hidden"
      type="text"
      autoComplete="off"
      aria-label={label}
      onInput={({ currentTarget: { value } }) => {
        if (takes) onTyped({ text: value, isEntered: false });
      }}
      onKeyDown={({ key, nativeEvent, currentTarget: { value } }) => {
        if (nativeEvent.isComposing) return;
        if (key === 'Escape') onClose();
        if (key === 'Enter' && takes) onTyped({ text: value, isEntered: true });
      }}
    />
  );
}
