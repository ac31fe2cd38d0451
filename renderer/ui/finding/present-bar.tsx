import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../chrome/parts/icon-button.tsx';
import { FINDING_WORDS } from '../words/board/finding-words.ts';
import type { Presenting, Slide } from './presenting.ts';
import '../styles/finding.css';

interface PresentBarProps {
  readonly slide: Slide;
  readonly presenting: Pick<Presenting, 'step' | 'end'>;
}

/** The part of the chrome that is shown during a presentation. */
export function PresentBar({ slide, presenting }: PresentBarProps): ReactNode {
  const { at, count, title } = slide;
  return (
    <section className="surface row present-bar" aria-label={FINDING_WORDS.presenting}>
      <IconButton
        label={FINDING_WORDS.previous}
        icon={ChevronLeft}
        keys="←"
        disabled={at === 0}
        onPress={() => presenting.step(-1)}
      />
      <output className="present-bar__count" aria-label={FINDING_WORDS.slide(at + 1, count, title)}>
        {at + 1} / {count}
      </output>
      <IconButton
        label={FINDING_WORDS.next}
        icon={ChevronRight}
        keys="→"
        disabled={at === count - 1}
        onPress={() => presenting.step(1)}
      />
      <IconButton label={FINDING_WORDS.end} icon={X} keys="Esc" onPress={() => presenting.end()} />
    </section>
  );
}
