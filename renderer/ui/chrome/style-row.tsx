import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { ElementKind } from '../../../core/board/kinds.ts';
import { INKS, inkColor, type Theme } from '../../engine/palette.ts';
import type { ToolId } from '../../engine/tools/tool.ts';
import { hasWidth } from '../commands/commands.ts';
import { widthChoices } from '../commands/ink-choices.ts';
import { Tip } from './icon-button.tsx';
import { walkToolbar } from './toolbar.tsx';
import '../styles/style-row.css';

interface StyleRowProps {
  readonly tool: ToolId;
  readonly style: { readonly color: number; readonly width: number };
  readonly theme: Theme;
  readonly onStyle: (part: { readonly color?: number; readonly width?: number }) => void;
}

/** Colours and widths of the tool in hand. */
export function StyleRow({ tool, style, theme, onStyle }: StyleRowProps): ReactNode {
  // What is selected may have many colours: none of them is ticked.
  const ticked = hasWidth(tool) ? style.color : undefined;
  const kind = tool === 'highlighter' ? ElementKind.highlighter : ElementKind.pen;
  return (
    <div className="surface style-row" role="toolbar" aria-label="Ink" onKeyDown={walkToolbar}>
      <div className="style-row__group" role="radiogroup" aria-label="Colour">
        {INKS.map(({ name }, color) => (
          // biome-ignore lint/a11y/useSemanticElements: a row of swatches that walks like a toolbar
          <button
            key={name}
            type="button"
            role="radio"
            aria-checked={ticked === color}
            aria-label={name}
            className="swatch"
            onClick={() => onStyle({ color })}
          >
            <span className="swatch__ink" style={{ backgroundColor: inkColor(color, kind, theme) }}>
              {ticked === color ? (
                <Check size={13} strokeWidth={3} aria-hidden="true" color={tickColor(inkColor(color, kind, theme))} />
              ) : null}
            </span>
            <Tip label={name} />
          </button>
        ))}
      </div>
      {hasWidth(tool) ? <Widths tool={tool} width={style.width} onStyle={onStyle} /> : null}
    </div>
  );
}

/** A tick that can be seen on the swatch: dark on light ink, light on dark. */
function tickColor(ink: string): string {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(ink);
  if (!hex) return '#ffffff';
  const [r = 0, g = 0, b = 0] = hex.slice(1).map((pair) => Number.parseInt(pair, 16));
  return r * 0.299 + g * 0.587 + b * 0.114 > 150 ? '#1d1d1f' : '#ffffff';
}

function Widths({ tool, width, onStyle }: Pick<StyleRowProps, 'tool' | 'onStyle'> & { readonly width: number }): ReactNode {
  return (
    <>
      <span className="divider" />
      <div className="style-row__group" role="radiogroup" aria-label="Width">
        {widthChoices(tool).map(({ label, width: choice }, index) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          <button
            key={label}
            type="button"
            role="radio"
            aria-checked={width === choice}
            aria-label={label}
            className="width-choice"
            onClick={() => onStyle({ width: choice })}
          >
            <span className={`width-choice__line width-choice__line--${index}`} />
            <Tip label={label} keys={index === 0 ? '[' : index === 3 ? ']' : undefined} />
          </button>
        ))}
      </div>
    </>
  );
}
