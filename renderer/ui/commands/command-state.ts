import { DisposableStore } from '../../../core/base/disposable.ts';
import { mayDraw } from '../../../core/contract/access/grants.ts';
import type { EngineSnapshot } from '../../engine/engine.ts';
import { isPenMode } from '../../engine/input/pointer-state.ts';
import type { SessionStatus } from '../../session/session.ts';
import type { ChromeView } from '../chrome-state.ts';
import type { Settings } from '../settings/settings.ts';
import type { Source } from '../value-store.ts';
import type { CommandState } from './command.ts';

interface CommandStateSources {
  readonly status: Source<SessionStatus>;
  readonly canvas: Source<EngineSnapshot>;
  readonly settings: Source<Settings>;
  readonly chrome: Source<ChromeView>;
}

/** The state that decides which commands can run, combined from its four sources. It notifies only when a value changes. */
export function watchCommandState({ status, canvas, settings, chrome }: CommandStateSources): Source<CommandState> {
  let known: CommandState | undefined;
  const read = (): CommandState => {
    const { canUndo, canRedo, canTakeBack, elements, grant } = status.read();
    const { tool, selection, style, eraser, board, isAstray, penSeen } = canvas.read();
    const { theme, wheel, language, cursors, keepTool, snaps, encloses, penMode, taps, minimap } = settings.read();
    const { inkWidth, pressureCurve, steadying, widthIn, barrel, keys } = settings.read();
    const next: CommandState = {
      tool,
      mayDraw: mayDraw(grant),
      isHost: grant === 'host',
      canUndo,
      canRedo,
      canTakeBack,
      selected: selection.length,
      erasesParts: eraser === 'part',
      elements,
      theme,
      wheel,
      language,
      cursors,
      keepTool,
      snaps,
      encloses,
      penMode: isPenMode({ penSeen }, { penMode }),
      penSeen,
      taps,
      inkWidth,
      pressureCurve,
      steadying,
      widthIn,
      barrel,
      minimap,
      hasWidth: style.names.includes('width'),
      hasKinds: selection.length > 0 && (style.names.includes('fill') || style.names.includes('route')),
      hidden: chrome.read().hidden,
      paper: board.paper,
      isAstray,
      keys,
    };
    if (known === undefined || !isSame(known, next)) known = next;
    return known;
  };
  return {
    read,
    watch(changed) {
      let seen = read();
      const look = (): void => {
        const now = read();
        if (now === seen) return;
        seen = now;
        changed();
      };
      const owned = new DisposableStore();
      for (const source of [status, canvas, settings, chrome]) owned.add(source.watch(look));
      return owned;
    },
  };
}

function isSame(a: CommandState, b: CommandState): boolean {
  return (Object.keys(a) as (keyof CommandState)[]).every((key) => a[key] === b[key]);
}
