import { type PointerEvent, type ReactNode, useEffect, useRef } from 'react';
import type { Clock } from '../../../core/base/host.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Theme } from '../../engine/palette.ts';
import { OVERVIEW } from '../../engine/view/overview.ts';
import { FINDING_WORDS } from '../words/board/finding-words.ts';
import '../styles/minimap.css';

/** The least pause between two drawings of the map: milliseconds, and a multiple of the time of one drawing. */
const REDRAW_MS = 500;
const REST = 20;

interface MinimapProps {
  readonly engine: Pick<Engine, 'drawOverview' | 'seenOnOverview' | 'goOnOverview' | 'onChange'>;
  readonly board: Pick<BoardAccess, 'onChange'>;
  readonly clock: Clock;
  readonly theme: Theme;
}

/** The minimap of the whole board, with the visible part marked. A press or a drag on it moves the view. */
export function Minimap({ engine, board, clock, theme }: MinimapProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const seen = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme needs a new drawing
  useEffect(() => {
    const mark = (): void => {
      const box = engine.seenOnOverview();
      if (!seen.current) return;
      seen.current.hidden = box === undefined;
      if (!box) return;
      const { minX, minY, maxX, maxY } = box;
      Object.assign(seen.current.style, {
        translate: `${minX}px ${minY}px`,
        width: `${maxX - minX}px`,
        height: `${maxY - minY}px`,
      });
    };
    let took = 0;
    const draw = (): void => {
      const from = clock.mono();
      if (canvas.current) engine.drawOverview(canvas.current);
      took = clock.mono() - from;
      mark();
    };
    let waiting: ReturnType<Clock['after']> | undefined;
    const soon = (): void => {
      waiting ??= clock.after(Math.max(REDRAW_MS, REST * took), () => {
        waiting = undefined;
        draw();
      });
    };
    draw();
    const [changed, moved] = [board.onChange(soon), engine.onChange(mark)];
    return () => {
      changed.dispose();
      moved.dispose();
      waiting?.dispose();
    };
  }, [engine, board, clock, theme]);

  const go = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { left, top } = event.currentTarget.getBoundingClientRect();
    engine.goOnOverview({ x: event.clientX - left, y: event.clientY - top });
  };
  return (
    <div className="surface minimap" role="img" aria-label={FINDING_WORDS.minimap} onPointerDown={go} onPointerMove={go}>
      <canvas ref={canvas} style={{ width: OVERVIEW.width, height: OVERVIEW.height }} />
      <div ref={seen} className="minimap__seen" />
    </div>
  );
}
