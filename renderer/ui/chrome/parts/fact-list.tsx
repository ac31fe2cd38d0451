import type { ReactNode } from 'react';
import '../../styles/facts.css';

/** A value, after its name. */
export type Fact = readonly [name: string, value: string];

interface FactListProps {
  readonly facts: readonly Fact[];
  readonly className?: string;
  readonly testId?: string;
}

/** Named values, one a line. */
export function FactList({ facts, className = 'facts', testId }: FactListProps): ReactNode {
  return (
    <dl className={className} data-testid={testId}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The same as text to copy. */
export function factText(facts: readonly Fact[]): string {
  return facts.map(([name, value]) => `${name}: ${value}`).join('\n');
}
