import { TextAlignCenter, TextAlignEnd, TextAlignStart } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Style } from '../../../engine/style/style.ts';
import { boardFont, TEXT_SIZES } from '../../../engine/text/layout/fonts.ts';
import { TEXT_WORDS } from '../../words/board/text-words.ts';
import { Choices } from './style-choice.tsx';

interface TextChoiceProps {
  /** Undefined: not the same for the whole selection. */
  readonly chosen: number | undefined;
  readonly onStyle: (part: Partial<Style>) => void;
}

const ALIGN_ICONS = [TextAlignStart, TextAlignCenter, TextAlignEnd] as const;

export function Fonts({ chosen, onStyle }: TextChoiceProps): ReactNode {
  const choices = TEXT_WORDS.fonts.map((label, value) => ({
    value,
    label,
    icon: (
      <span className="font-choice" style={{ fontFamily: boardFont(value).families }}>
        Aa
      </span>
    ),
  }));
  return <Choices label={TEXT_WORDS.font} chosen={chosen} onChoose={(font) => onStyle({ font })} choices={choices} />;
}

export function Sizes({ chosen, onStyle }: TextChoiceProps): ReactNode {
  const choices = TEXT_SIZES.map((value, index) => ({
    value,
    label: TEXT_WORDS.sizes[index] ?? '',
    icon: <span className="size-choice">{TEXT_WORDS.sizeSigns[index]}</span>,
  }));
  return <Choices label={TEXT_WORDS.size} chosen={chosen} onChoose={(size) => onStyle({ size })} choices={choices} />;
}

export function Aligns({ chosen, onStyle }: TextChoiceProps): ReactNode {
  const choices = ALIGN_ICONS.map((Icon, value) => ({
    value,
    label: TEXT_WORDS.aligns[value] ?? '',
    icon: <Icon size={18} strokeWidth={1.75} aria-hidden="true" />,
  }));
  return <Choices label={TEXT_WORDS.align} chosen={chosen} onChoose={(align) => onStyle({ align })} choices={choices} />;
}
