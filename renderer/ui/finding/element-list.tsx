import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Clock } from '../../../core/base/host.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';
import type { Engine, EngineSnapshot } from '../../engine/engine.ts';
import { IconButton } from '../chrome/parts/icon-button.tsx';
import { useSource } from '../use-source.ts';
import type { Source } from '../value-store.ts';
import { KIND_NAMES, LISTING, OTHER_KIND } from '../words/board/listing-words.ts';
import { CHROME } from '../words/chrome-words.ts';
import { useChanges } from './use-changes.ts';
import '../styles/finding.css';

/** The most entries: more would make every change of a large board slow. */
const MOST = 200;
/** The most characters of a text in the list. */
const TEXT_CHARS = 80;
interface ElementListProps {
  readonly engine: Pick<Engine, 'listed' | 'select' | 'clearSelection' | 'showBox'>;
  readonly canvas: Source<EngineSnapshot>;
  readonly session: Pick<BoardAccess, 'onChange'>;
  readonly clock: Clock;
  /** The number of elements on the board. */
  readonly elements: number;
  readonly onClose: () => void;
}

/** The board as a list for screen readers and keyboards: kinds, texts and places. A tick selects an element and shows it. */
export function ElementList({ engine, canvas, session, clock, elements, onClose }: ElementListProps): ReactNode {
  const { selection } = useSource(canvas);
  useChanges(session, clock);
  const listed = engine.listed(MOST);
  const choose = (id: ElementId, isChosen: boolean): void => {
    const others = selection.filter((one) => one !== id);
    const next = isChosen ? [...others, id] : others;
    if (next.length === 0) engine.clearSelection();
    else engine.select(next);
  };
  return (
    <section className="surface frames-panel" aria-label={LISTING.title}>
      <header className="frames-panel__head">
        <h2>{LISTING.title}</h2>
        <IconButton label={CHROME.close} icon={X} tip="below" onPress={onClose} />
      </header>
      {listed.length === 0 ? <p className="frames-panel__none">{LISTING.none}</p> : <p className="hint">{LISTING.hint}</p>}
      <ol className="frames-panel__list">
        {listed.map(({ id, kind, text, box }) => (
          <li key={id}>
            <label className="frames-panel__item">
              <input
                type="checkbox"
                checked={selection.includes(id)}
                onChange={(event) => {
                  choose(id, event.currentTarget.checked);
                  engine.showBox(box, 'among');
                }}
              />
              {LISTING.item(kindName(kind), text.slice(0, TEXT_CHARS), Math.round(box.minX), Math.round(box.minY))}
            </label>
          </li>
        ))}
      </ol>
      {elements > listed.length ? <p className="hint">{LISTING.more(elements - listed.length)}</p> : null}
    </section>
  );
}

function kindName(kind: number): string {
  return isNamed(kind) ? KIND_NAMES[kind] : OTHER_KIND.name;
}

function isNamed(kind: number): kind is keyof typeof KIND_NAMES {
  return Object.hasOwn(KIND_NAMES, kind);
}
