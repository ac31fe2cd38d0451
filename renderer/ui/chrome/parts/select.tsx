import type { ReactNode } from 'react';

interface SelectProps<Value extends string | number> {
  /** Absent if a `label` element around it names it. */
  readonly label?: string;
  /** Undefined: the first choice is shown. */
  readonly value: Value | undefined;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value) => void;
}

/** The system's list of choices, with one chosen. */
export function Select<Value extends string | number>({ label, value, choices, onChoose }: SelectProps<Value>): ReactNode {
  return (
    <select
      className="field"
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = choices[event.currentTarget.selectedIndex];
        if (chosen) onChoose(chosen.value);
      }}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
