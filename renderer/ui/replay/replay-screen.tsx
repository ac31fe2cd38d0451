import { Pause, Play, StepBack, StepForward, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { cursorColor } from '../../engine/palette.ts';
import { IconButton } from '../chrome/parts/icon-button.tsx';
import { Select } from '../chrome/parts/select.tsx';
import { REPLAY } from '../words/meeting/replay-words.ts';
import { type Replayer, type ReplayView, SPEEDS } from './replay-player.ts';
import type { Viewer } from './viewer.ts';
import '../styles/replay.css';

interface ReplayScreenProps {
  readonly view: ReplayView;
  readonly replayer: Pick<Replayer, 'toggle' | 'step' | 'seek' | 'speedIs' | 'end'>;
  readonly viewer: Viewer;
}

/** The replay instead of the board: a canvas of its own, and a bar. */
export function ReplayScreen({ view, replayer, viewer }: ReplayScreenProps): ReactNode {
  const mount = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!mount.current) return;
    const shown = viewer(mount.current);
    return () => shown.dispose();
  }, [viewer]);
  const { phase, at, ticks, step, steps, speed, by } = view;
  const isPlaying = phase === 'playing';
  const who = by?.name ?? REPLAY.start;
  return (
    <section className="replay" aria-label={REPLAY.title}>
      <div className="replay__board" ref={mount} />
      <div className="surface replay__bar">
        <div className="replay__row">
          <IconButton
            label={isPlaying ? REPLAY.pause : REPLAY.play}
            icon={isPlaying ? Pause : Play}
            disabled={phase === 'gathering'}
            onPress={replayer.toggle}
          />
          <input
            type="range"
            className="replay__time"
            aria-label={REPLAY.time}
            aria-valuetext={REPLAY.moment(step, steps, who)}
            min={0}
            max={Math.max(1, ticks)}
            step="any"
            value={at}
            onChange={(event) => replayer.seek(event.currentTarget.valueAsNumber)}
          />
          <IconButton label={REPLAY.end} icon={X} keys="Esc" onPress={replayer.end} />
        </div>
        <div className="replay__row">
          <IconButton label={REPLAY.back} icon={StepBack} keys="←" disabled={step === 0} onPress={() => replayer.step(-1)} />
          <IconButton label={REPLAY.on} icon={StepForward} keys="→" disabled={step === steps} onPress={() => replayer.step(1)} />
          <span className="replay__who" data-testid="replay-who">
            {by ? <span className="replay__dot" style={{ background: dotOf(by.color) }} /> : null}
            <span className="replay__name">{phase === 'gathering' ? REPLAY.gathering : who}</span>
          </span>
          <output className="replay__count">{REPLAY.step(step, steps)}</output>
          <Select
            label={REPLAY.speed}
            value={speed}
            choices={SPEEDS.map((value) => ({ value, label: REPLAY.times(value) }))}
            onChoose={replayer.speedIs}
          />
        </div>
        <p className="replay__hint">{REPLAY.hint}</p>
      </div>
    </section>
  );
}

function dotOf(color: number | undefined): string {
  return color === undefined ? 'var(--muted)' : cursorColor(color).fill;
}
