import type { ReactNode } from 'react';
import { Tip } from '../parts/icon-button.tsx';

interface ChoiceProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly className: string;
  readonly keys?: string | undefined;
  readonly children: ReactNode;
}

/** One of several options: a round swatch, a width, a kind of line. */
export function Choice({ label, checked, onChoose, className, keys, children }: ChoiceProps): ReactNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of buttons that walks like a toolbar
    <button
      type="button"
      role="radio"
      aria-checked={checked}
      aria-label={label}
      className={`style-choice ${className}`}
      onClick={onChoose}
    >
      {children}
      <Tip label={label} keys={keys} />
    </button>
  );
}

export function ChoiceGroup({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="style-row__group" role="radiogroup" aria-label={label}>
      {children}
    </div>
  );
}

interface ChoicesProps {
  readonly label: string;
  /** Undefined: not the same for the whole selection. */
  readonly chosen: number | undefined;
  readonly onChoose: (value: number) => void;
  readonly choices: readonly {
    readonly value: number;
    readonly label: string;
    readonly keys?: string | undefined;
    readonly icon: ReactNode;
  }[];
}

/** A group of small options with one chosen. */
export function Choices({ label, chosen, onChoose, choices }: ChoicesProps): ReactNode {
  return (
    <ChoiceGroup label={label}>
      {choices.map((choice) => (
        <Choice
          key={choice.value}
          label={choice.label}
          keys={choice.keys}
          className="style-choice--narrow"
          checked={chosen === choice.value}
          onChoose={() => onChoose(choice.value)}
        >
          {choice.icon}
        </Choice>
      ))}
    </ChoiceGroup>
  );
}
