import { Check } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { notePaper } from '../../../engine/kinds/note-paper.ts';
import { fillColor, INKS, inkColor, type Theme } from '../../../engine/palette.ts';
import { type Style, type StyleChoice, type StyleName, widthsOf } from '../../../engine/style/style.ts';
import { STYLE_WORDS } from '../../words/board/style-words.ts';
import { walkToolbar } from '../toolbar.tsx';
import { Choice, ChoiceGroup, Choices } from './style-choice.tsx';
import { DashIcon, HeadIcon, NoFillIcon, OpacityIcon, RouteIcon } from './style-icons.tsx';
import { Aligns, Fonts, Sizes } from './text-choices.tsx';
import '../../styles/style-row.css';

interface StyleRowProps {
  readonly choice: StyleChoice;
  readonly theme: Theme;
  readonly onStyle: (part: Partial<Style>) => void;
}

/** The groups of each row, in order. Only those are shown of which there is something to choose. Opacity stands at the end of the last. */
const ROWS: readonly (readonly StyleName[])[] = [
  ['color', 'width', 'dash'],
  ['font', 'size', 'align'],
  ['fill', 'route', 'headFrom', 'headTo'],
];
const OPACITIES: readonly number[] = [25, 50, 75, 100];
const NO_FILL = -1;

/** How the next element will look; with things selected, how these look. What differs among them is not ticked. */
export function StyleRow(props: StyleRowProps): ReactNode {
  const { names } = props.choice;
  const rows = ROWS.map((row) => row.filter((name) => names.includes(name))).filter((row) => row.length > 0);
  if (names.includes('opacity')) rows.at(-1)?.push('opacity');
  return (
    <div
      className="surface style-row"
      role="toolbar"
      aria-label={STYLE_WORDS.panel}
      onKeyDown={walkToolbar}
      onMouseDown={keepFocus}
    >
      {rows.map((row) => (
        <div className="style-row__line" key={row[0]}>
          {row.map((name, index) => (
            <div className="style-row__part" key={name}>
              {index > 0 ? <span className="divider" /> : null}
              <StyleGroup {...props} name={name} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

/** Who types in a text and picks a colour types on. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}

function StyleGroup({ name, ...props }: StyleRowProps & { readonly name: StyleName }): ReactNode {
  switch (name) {
    case 'color':
      return <Colors {...props} />;
    case 'fill':
      return <Fills {...props} />;
    case 'width':
      return <Widths {...props} />;
    case 'dash':
      return <Dashes {...props} />;
    case 'opacity':
      return <Opacities {...props} />;
    case 'font':
      return <Fonts chosen={props.choice.values.font} onStyle={props.onStyle} />;
    case 'size':
      return <Sizes chosen={props.choice.values.size} onStyle={props.onStyle} />;
    case 'align':
      return <Aligns chosen={props.choice.values.align} onStyle={props.onStyle} />;
    case 'route':
      return <Routes {...props} />;
    case 'headFrom':
    case 'headTo':
      return <Heads {...props} at={name} />;
  }
}

function Colors({ choice, theme, onStyle }: StyleRowProps): ReactNode {
  const shade = (color: number): string => {
    if (choice.scale === 'note') return notePaper(color, theme);
    return inkColor(color, choice.scale === 'highlighter' ? ElementKind.highlighter : ElementKind.pen, theme);
  };
  return (
    <ChoiceGroup label={STYLE_WORDS.color}>
      {INKS.map(({ name }, color) => (
        <Swatch
          key={name}
          label={name}
          color={shade(color)}
          checked={choice.values.color === color}
          onChoose={() => onStyle({ color })}
        />
      ))}
    </ChoiceGroup>
  );
}

function Fills({ choice, theme, onStyle }: StyleRowProps): ReactNode {
  return (
    <ChoiceGroup label={STYLE_WORDS.fill}>
      <Choice
        label={STYLE_WORDS.noFill}
        className="swatch"
        checked={choice.values.fill === NO_FILL}
        onChoose={() => onStyle({ fill: NO_FILL })}
      >
        <NoFillIcon />
      </Choice>
      {INKS.map(({ name }, fill) => (
        <Swatch
          key={name}
          label={STYLE_WORDS.filled(name)}
          color={fillColor(fill, theme)}
          checked={choice.values.fill === fill}
          onChoose={() => onStyle({ fill })}
          isSquare
        />
      ))}
    </ChoiceGroup>
  );
}

interface SwatchProps {
  readonly label: string;
  readonly color: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly isSquare?: boolean;
}

function Swatch({ label, color, checked, onChoose, isSquare }: SwatchProps): ReactNode {
  return (
    <Choice label={label} checked={checked} onChoose={onChoose} className="swatch">
      <span className={`swatch__ink ${isSquare ? 'swatch__ink--square' : ''}`} style={{ backgroundColor: color }}>
        {checked ? <Check size={13} strokeWidth={3} aria-hidden="true" color={tickColor(color)} /> : null}
      </span>
    </Choice>
  );
}

/** A tick that can be seen on the swatch: dark on light ink, light on dark. */
function tickColor(ink: string): string {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(ink);
  if (!hex) return '#ffffff';
  const [r = 0, g = 0, b = 0] = hex.slice(1).map((pair) => Number.parseInt(pair, 16));
  return r * 0.299 + g * 0.587 + b * 0.114 > 150 ? '#1d1d1f' : '#ffffff';
}

function Widths({ choice, onStyle }: StyleRowProps): ReactNode {
  const choices = widthsOf(choice.scale).map((value, index) => ({
    value,
    label: STYLE_WORDS.widths[index] ?? '',
    keys: index === 0 ? '[' : index === 3 ? ']' : undefined,
    icon: <span className={`width-choice__line width-choice__line--${index}`} />,
  }));
  return (
    <Choices label={STYLE_WORDS.width} chosen={choice.values.width} onChoose={(width) => onStyle({ width })} choices={choices} />
  );
}

function Dashes({ choice, onStyle }: StyleRowProps): ReactNode {
  const choices = STYLE_WORDS.dashes.map((label, value) => ({ value, label, icon: <DashIcon dash={value} /> }));
  return (
    <Choices label={STYLE_WORDS.dash} chosen={choice.values.dash} onChoose={(dash) => onStyle({ dash })} choices={choices} />
  );
}

function Routes({ choice, onStyle }: StyleRowProps): ReactNode {
  const choices = STYLE_WORDS.routes.map((label, value) => ({ value, label, icon: <RouteIcon route={value} /> }));
  return (
    <Choices label={STYLE_WORDS.route} chosen={choice.values.route} onChoose={(route) => onStyle({ route })} choices={choices} />
  );
}

function Heads({ choice, onStyle, at }: StyleRowProps & { readonly at: 'headFrom' | 'headTo' }): ReactNode {
  const choices = STYLE_WORDS.heads.map((name, value) => ({
    value,
    label: STYLE_WORDS.headAt[at](name),
    icon: <HeadIcon head={value} at={at} />,
  }));
  return (
    <Choices label={STYLE_WORDS[at]} chosen={choice.values[at]} onChoose={(head) => onStyle({ [at]: head })} choices={choices} />
  );
}

function Opacities({ choice, onStyle }: StyleRowProps): ReactNode {
  const choices = OPACITIES.map((value) => ({
    value,
    label: STYLE_WORDS.percent(value),
    icon: <OpacityIcon percent={value} />,
  }));
  return (
    <Choices
      label={STYLE_WORDS.opacity}
      chosen={choice.values.opacity}
      onChoose={(opacity) => onStyle({ opacity })}
      choices={choices}
    />
  );
}
