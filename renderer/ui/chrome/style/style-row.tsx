import { ChevronDown, ChevronUp } from 'lucide-react';
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { notePaper } from '../../../engine/kinds/note-paper.ts';
import { fillColor, INKS, inkColor, type Theme } from '../../../engine/palette.ts';
import { type Style, type StyleChoice, type StyleName, widthsOf } from '../../../engine/style/style.ts';
import { STYLE_WORDS } from '../../words/board/style-words.ts';
import { ICON, Tip } from '../parts/icon-button.tsx';
import { useOneTabStop } from '../parts/one-tab-stop.ts';
import { walkToolbar } from '../parts/walk-toolbar.ts';
import { OwnColor } from './own-color.tsx';
import { Choice, ChoiceGroup, Choices } from './style-choice.tsx';
import { DashIcon, HatchIcon, HeadIcon, NoFillIcon, OpacityIcon, RouteIcon, SketchIcon } from './style-icons.tsx';
import { Swatch } from './swatch.tsx';
import { Aligns, Fonts, Sizes } from './text-choices.tsx';
import '../../styles/style-row.css';

interface StyleRowProps {
  readonly choice: StyleChoice;
  readonly theme: Theme;
  readonly onStyle: (part: Partial<Style>) => void;
}

interface FoldableStyleRowProps extends StyleRowProps {
  /** The row is folded away: only the chosen colour is seen, and the button that brings it back. */
  readonly folded: boolean;
  readonly onFold: (folded: boolean) => void;
}

/** The style groups of each row, in order. A group is shown only if it has a choice. Opacity is at the end of the last row. */
const ROWS: readonly (readonly StyleName[])[] = [
  ['color', 'width', 'dash', 'sketch'],
  ['font', 'size', 'align'],
  ['fill', 'hatch', 'route', 'headFrom', 'headTo'],
];
const OPACITIES: readonly number[] = [25, 50, 75, 100];
const NO_FILL = -1;

/** The style of the next element, or of the selection. A value that differs among the selected elements is not ticked. */
export function StyleRow({ folded, onFold, ...props }: FoldableStyleRowProps): ReactNode {
  const { values } = props.choice;
  const panel = useRef<HTMLDivElement>(null);
  useOneTabStop(panel);
  const focusMoves = useRef(false);
  useEffect(() => {
    if (focusMoves.current) panel.current?.querySelector<HTMLElement>(`[aria-expanded="${!folded}"]`)?.focus();
    focusMoves.current = false;
  }, [folded]);
  // Without a fill there is nothing to hatch.
  const names = props.choice.names.filter((name) => name !== 'hatch' || values.fill !== NO_FILL);
  const rows = ROWS.map((row) => row.filter((name) => names.includes(name))).filter((row) => row.length > 0);
  if (names.includes('opacity')) rows.at(-1)?.push('opacity');
  const fold = (
    <FoldButton
      folded={folded}
      onFold={(next, hasFocus) => {
        focusMoves.current = hasFocus;
        onFold(next);
      }}
    >
      {folded && values.color !== undefined ? (
        <span className="swatch__ink style-fold__ink" style={{ backgroundColor: shadeOf(props, values.color) }} />
      ) : null}
    </FoldButton>
  );
  return (
    <div
      ref={panel}
      className={folded ? 'surface style-row style-row--folded' : 'surface style-row'}
      role="toolbar"
      aria-label={STYLE_WORDS.panel}
      onKeyDown={walkToolbar}
      onMouseDown={keepFocus}
    >
      {folded ? fold : null}
      {(folded ? [] : rows).map((row, line) => (
        <div className="style-row__line" key={row[0]}>
          {row.map((name, index) => (
            <div className="style-row__part" key={name}>
              {index > 0 ? <span className="divider" /> : null}
              <StyleGroup {...props} name={name} />
            </div>
          ))}
          {line === rows.length - 1 ? fold : null}
        </div>
      ))}
    </div>
  );
}

interface FoldButtonProps {
  readonly folded: boolean;
  /** `hasFocus`: the button that takes the place of this one must get the focus. A press of the mouse leaves it with the text. */
  readonly onFold: (folded: boolean, hasFocus: boolean) => void;
  readonly children: ReactNode;
}

function FoldButton({ folded, onFold, children }: FoldButtonProps): ReactNode {
  const label = folded ? STYLE_WORDS.unfold : STYLE_WORDS.fold;
  const Icon = folded ? ChevronUp : ChevronDown;
  return (
    <button
      type="button"
      className="style-choice style-fold"
      aria-label={label}
      aria-expanded={!folded}
      onClick={({ currentTarget }) => onFold(!folded, currentTarget === document.activeElement)}
    >
      {children}
      <Icon {...ICON} />
      <Tip label={label} />
    </button>
  );
}

/** Keeps the focus in the text field when a colour is picked, so that the person can continue to type. */
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
    case 'sketch':
      return <Sketches {...props} />;
    case 'opacity':
      return <Opacities {...props} />;
    case 'font':
      return <Fonts chosen={props.choice.values.font} onStyle={props.onStyle} />;
    case 'size':
      return <Sizes chosen={props.choice.values.size} onStyle={props.onStyle} />;
    case 'align':
      return <Aligns chosen={props.choice.values.align} onStyle={props.onStyle} />;
    case 'hatch':
      return <Hatches {...props} />;
    case 'route':
      return <Routes {...props} />;
    case 'headFrom':
    case 'headTo':
      return <Heads {...props} at={name} />;
  }
}

function shadeOf({ choice, theme }: Pick<StyleRowProps, 'choice' | 'theme'>, color: number): string {
  if (choice.scale === 'note') return notePaper(color, theme);
  return inkColor(color, choice.scale === 'highlighter' ? ElementKind.highlighter : ElementKind.pen, theme);
}

function Colors({ choice, theme, onStyle }: StyleRowProps): ReactNode {
  const labels = choice.scale === 'pen' ? STYLE_WORDS.inks : STYLE_WORDS.brights;
  return (
    <ChoiceGroup label={STYLE_WORDS.color}>
      {INKS.map(({ name }, color) => (
        <Swatch
          key={name}
          label={labels[color] ?? name}
          color={shadeOf({ choice, theme }, color)}
          checked={choice.values.color === color}
          onChoose={() => onStyle({ color })}
        />
      ))}
      <OwnColor
        label={STYLE_WORDS.ownColor}
        pickLabel={STYLE_WORDS.pickColor}
        color={choice.values.color}
        onColor={(color) => onStyle({ color })}
      />
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
          label={STYLE_WORDS.filled(STYLE_WORDS.inks[fill] ?? name)}
          color={fillColor(fill, theme)}
          checked={choice.values.fill === fill}
          onChoose={() => onStyle({ fill })}
          isSquare
        />
      ))}
      <OwnColor
        label={STYLE_WORDS.ownFill}
        pickLabel={STYLE_WORDS.pickFill}
        color={choice.values.fill}
        onColor={(fill) => onStyle({ fill })}
        isSquare
      />
    </ChoiceGroup>
  );
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

function Sketches({ choice, onStyle }: StyleRowProps): ReactNode {
  const choices = STYLE_WORDS.sketches.map((label, value) => ({ value, label, icon: <SketchIcon sketch={value} /> }));
  return (
    <Choices
      label={STYLE_WORDS.sketch}
      chosen={choice.values.sketch}
      onChoose={(sketch) => onStyle({ sketch })}
      choices={choices}
    />
  );
}

function Hatches({ choice, onStyle }: StyleRowProps): ReactNode {
  const choices = STYLE_WORDS.hatches.map((label, value) => ({ value, label, icon: <HatchIcon hatch={value} /> }));
  return (
    <Choices label={STYLE_WORDS.hatch} chosen={choice.values.hatch} onChoose={(hatch) => onStyle({ hatch })} choices={choices} />
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
