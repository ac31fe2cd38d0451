import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Choice } from './style-choice.tsx';

interface SwatchProps {
  readonly label: string;
  readonly color: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly isSquare?: boolean | undefined;
}

/** A colour choice: round for lines, square for fills. */
export function Swatch({ label, color, checked, onChoose, isSquare = false }: SwatchProps): ReactNode {
  return (
    <Choice label={label} checked={checked} onChoose={onChoose} className="swatch">
      <span className={`swatch__ink ${isSquare ? 'swatch__ink--square' : ''}`} style={{ backgroundColor: color }}>
        {checked ? <Check size={13} strokeWidth={3} aria-hidden="true" color={tickColor(color)} /> : null}
      </span>
    </Choice>
  );
}

/** The colour of a tick that is visible on the swatch: dark on light ink, light on dark. */
function tickColor(ink: string): string {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(ink);
  if (!hex) return '#ffffff';
  const [r = 0, g = 0, b = 0] = hex.slice(1).map((pair) => Number.parseInt(pair, 16));
  return r * 0.299 + g * 0.587 + b * 0.114 > 150 ? '#1d1d1f' : '#ffffff';
}
