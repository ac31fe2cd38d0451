import { TextAlignCenter, TextAlignEnd, TextAlignStart } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Style } from '../../../engine/style/style.ts';
import { boardFont, TEXT_SIZES } from '../../../engine/text/layout/fonts.ts';
import { TEXT_WORDS } from '../../words/board/text-words.ts';
import { Choice, ChoiceGroup } from './style-choice.tsx';

interface TextChoiceProps {
  /** Undefined: not the same for all that are selected. */
  readonly chosen: number | undefined;
  readonly onStyle: (part: Partial<Style>) => void;
}

const ALIGN_ICONS = [TextAlignStart, TextAlignCenter, TextAlignEnd] as const;

export function Fonts({ chosen, onStyle }: TextChoiceProps): ReactNode {
  return (
    <ChoiceGroup label={TEXT_WORDS.font}>
      {TEXT_WORDS.fonts.map((label, font) => (
        <Choice
          key={label}
          label={label}
          className="style-choice--narrow"
          checked={chosen === font}
          onChoose={() => onStyle({ font })}
        >
          <span className="font-choice" style={{ fontFamily: boardFont(font).families }}>
            Aa
          </span>
        </Choice>
      ))}
    </ChoiceGroup>
  );
}

export function Sizes({ chosen, onStyle }: TextChoiceProps): ReactNode {
  return (
    <ChoiceGroup label={TEXT_WORDS.size}>
      {TEXT_SIZES.map((size, index) => (
        <Choice
          key={size}
          label={TEXT_WORDS.sizes[index] ?? ''}
          className="style-choice--narrow"
          checked={chosen === size}
          onChoose={() => onStyle({ size })}
        >
          <span className="size-choice">{TEXT_WORDS.sizeSigns[index]}</span>
        </Choice>
      ))}
    </ChoiceGroup>
  );
}

export function Aligns({ chosen, onStyle }: TextChoiceProps): ReactNode {
  return (
    <ChoiceGroup label={TEXT_WORDS.align}>
      {ALIGN_ICONS.map((Icon, align) => (
        <Choice
          key={TEXT_WORDS.aligns[align]}
          label={TEXT_WORDS.aligns[align] ?? ''}
          className="style-choice--narrow"
          checked={chosen === align}
          onChoose={() => onStyle({ align })}
        >
          <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
        </Choice>
      ))}
    </ChoiceGroup>
  );
}
