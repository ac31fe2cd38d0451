import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useState } from 'react';
import type { ElementId } from '../../../core/board/ids.ts';
import type { Engine } from '../../engine/engine.ts';
import { IconButton } from '../chrome/parts/icon-button.tsx';
import type { KeyPlatform } from '../commands/keys.ts';
import { FINDING_WORDS } from '../words/board/finding-words.ts';
import '../styles/finding.css';

interface FindBarProps {
  readonly engine: Pick<Engine, 'findText' | 'showFound'>;
  readonly platform: KeyPlatform;
  readonly onClose: () => void;
  /** What was typed for it before it was there. */
  readonly typed?: string | undefined;
}

/** Finds text on the board: shows the number of hits, and moves from one to the next. */
export function FindBar({ engine, platform, onClose, typed }: FindBarProps): ReactNode {
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<readonly ElementId[]>([]);
  const [at, setAt] = useState(0);
  useEffect(() => () => engine.showFound([], 0), [engine]);

  const show = (ids: readonly ElementId[], next: number): void => {
    setFound(ids);
    setAt(next);
    engine.showFound(ids, next);
  };
  const type = (text: string): void => {
    setQuery(text);
    show(engine.findText(text), 0);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it was typed before, and once
  useLayoutEffect(() => {
    if (typed) type(typed);
  }, []);
  /** Others may write at the same time. So each step searches again, and continues from the current hit. */
  const step = (by: 1 | -1): void => {
    const now = engine.findText(query);
    const here = found[at];
    const index = here === undefined ? -1 : now.indexOf(here);
    const next = index < 0 ? Math.min(at, Math.max(now.length - 1, 0)) : (index + by + now.length) % now.length;
    show(now, next);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const isMod = platform === 'mac' ? event.metaKey : event.ctrlKey;
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' || event.key === 'F3') step(event.shiftKey ? -1 : 1);
    else if (isMod && event.key.toLowerCase() === 'f') event.currentTarget.select();
    else if (isMod && event.key.toLowerCase() === 'g') step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };
  const isEmpty = query.trim() === '';
  const count = isEmpty ? '' : found.length === 0 ? FINDING_WORDS.none : FINDING_WORDS.count(at + 1, found.length);
  return (
    <search className="surface find-bar" aria-label={FINDING_WORDS.find}>
      <input
        // biome-ignore lint/a11y/noAutofocus: a person who opens it wants to type
        autoFocus
        className="field find-bar__field"
        type="text"
        aria-label={FINDING_WORDS.field}
        placeholder={FINDING_WORDS.field}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={press}
      />
      <output className="find-bar__count">{count}</output>
      <IconButton
        label={FINDING_WORDS.previous}
        icon={ChevronUp}
        tip="below"
        disabled={found.length === 0}
        onPress={() => step(-1)}
      />
      <IconButton
        label={FINDING_WORDS.next}
        icon={ChevronDown}
        tip="below"
        disabled={found.length === 0}
        onPress={() => step(1)}
      />
      <IconButton label={FINDING_WORDS.close} icon={X} tip="below" onPress={onClose} />
    </search>
  );
}
