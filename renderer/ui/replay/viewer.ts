import type { Disposable } from '../../../core/base/disposable.ts';
import type { BoardAccess, PresenceAccess } from '../../../core/room/board-access.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Theme } from '../../engine/palette.ts';
import type { Source } from '../value-store.ts';

/** Shows a board on a canvas of its own in an element of the page. */
export type Viewer = (mount: HTMLElement) => Disposable;

/** Makes an engine for a board that is not the room's. */
export type MakeEngine = (mount: HTMLElement, access: BoardAccess, presence: PresenceAccess) => Engine;

interface ViewerOptions {
  readonly make: MakeEngine;
  readonly access: BoardAccess;
  readonly presence: PresenceAccess;
  readonly theme: Source<Theme>;
  /** The engine of the room's board, whose whole content the viewer shows. */
  readonly room: Pick<Engine, 'snapshot' | 'setCamera' | 'zoomToFit'>;
}

/** A canvas on which the pointer only moves the view. */
export function createViewer({ make, access, presence, theme, room }: ViewerOptions): Viewer {
  return (mount) => {
    const engine = make(mount, access, presence);
    // The hand cannot draw.
    engine.setTool('hand');
    engine.setCamera(cameraOfAll(room));
    const watching = theme.watch(() => engine.setTheme(theme.read()));
    return {
      dispose() {
        watching.dispose();
        engine.dispose();
      },
    };
  };
}

/** The camera that shows all of the room's board. The room's own view stays where it is. */
function cameraOfAll(room: ViewerOptions['room']): ReturnType<Engine['snapshot']>['camera'] {
  const { camera } = room.snapshot();
  room.zoomToFit();
  const whole = room.snapshot().camera;
  room.setCamera(camera);
  return whole;
}
