import { Palette, Pipette } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { CUSTOM_COLOR } from '../../../../core/board/kinds.ts';
import { codeOf, hexOf, pickFromScreen } from './screen-color.ts';
import { Choice } from './style-choice.tsx';
import { Swatch } from './swatch.tsx';

interface OwnColorProps {
  readonly label: string;
  readonly pickLabel: string;
  /** The current colour. Undefined if the selected elements differ. */
  readonly color: number | undefined;
  readonly onColor: (code: number) => void;
  readonly isSquare?: boolean;
}

/** Any colour, from the system's colour dialog, or from a place on the screen if the browser can pick one. */
export function OwnColor({ label, pickLabel, color, onColor, isSquare }: OwnColorProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const onChosen = useRef(onColor);
  onChosen.current = onColor;
  // The dialog reports each colour that the pointer passes. Only the final one becomes a change of the board.
  useEffect(() => {
    const field = input.current;
    const take = (): void => {
      if (field) onChosen.current(codeOf(field.value));
    };
    field?.addEventListener('change', take);
    return () => field?.removeEventListener('change', take);
  }, []);
  const isOwn = color !== undefined && color >= CUSTOM_COLOR;
  const open = (): void => {
    if (!input.current) return;
    if (isOwn) input.current.value = hexOf(color);
    input.current.showPicker();
  };
  return (
    <span className="own-color">
      {isOwn ? (
        <Swatch label={label} color={hexOf(color)} checked onChoose={open} isSquare={isSquare} />
      ) : (
        <Choice label={label} checked={false} onChoose={open} className="swatch">
          <Palette size={18} strokeWidth={1.75} aria-hidden="true" />
        </Choice>
      )}
      {window.EyeDropper ? (
        <button
          type="button"
          className="style-choice swatch own-color__pick"
          aria-label={pickLabel}
          title={pickLabel}
          onClick={() => {
            void pickFromScreen().then((code) => {
              if (code !== undefined) onColor(code);
            });
          }}
        >
          <Pipette size={18} strokeWidth={1.75} aria-hidden="true" />
        </button>
      ) : null}
      <input ref={input} className="own-color__field" type="color" tabIndex={-1} aria-hidden="true" defaultValue="#7a3fd1" />
    </span>
  );
}
