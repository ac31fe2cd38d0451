import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Dialog } from '../chrome/dialog.tsx';
import { PEN_TEST_WORDS, penLines } from '../words/board/pen-test-words.ts';
import type { PenFigures } from './pen-meter.ts';
import { watchPad } from './pen-pad.ts';
import '../styles/pen-test.css';

interface PenTestDialogProps {
  readonly copy: (text: string) => void;
  readonly onClose: () => void;
}

/** Shows what the pen reports, and the time until its ink is on the screen. */
export function PenTestDialog({ copy, onClose }: PenTestDialogProps): ReactNode {
  const pad = useRef<HTMLCanvasElement>(null);
  const [figures, setFigures] = useState<PenFigures | undefined>();
  useEffect(() => {
    if (!pad.current) return;
    const watching = watchPad(pad.current, setFigures);
    return () => watching.dispose();
  }, []);
  const lines = figures ? penLines(figures) : [];
  return (
    <Dialog title={PEN_TEST_WORDS.title} onClose={onClose} className="pen-test">
      <p className="muted">{PEN_TEST_WORDS.hint}</p>
      <canvas ref={pad} className="pen-test__pad" aria-label={PEN_TEST_WORDS.pad} data-testid="pen-pad" />
      <dl className="pen-test__figures" data-testid="pen-figures">
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="dialog__actions">
        <button
          type="button"
          className="button"
          disabled={lines.length === 0}
          onClick={() => copy([...lines.map(([name, value]) => `${name}: ${value}`), navigator.userAgent].join('\n'))}
        >
          {PEN_TEST_WORDS.copy}
        </button>
      </div>
    </Dialog>
  );
}
