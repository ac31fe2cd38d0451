import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Dialog } from '../chrome/parts/dialog.tsx';
import { FactList, factText } from '../chrome/parts/fact-list.tsx';
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
      <FactList facts={lines} className="pen-test__figures" testId="pen-figures" />
      <div className="dialog__actions">
        <button
          type="button"
          className="button"
          disabled={lines.length === 0}
          onClick={() => copy(`${factText(lines)}\n${navigator.userAgent}`)}
        >
          {PEN_TEST_WORDS.copy}
        </button>
      </div>
    </Dialog>
  );
}
