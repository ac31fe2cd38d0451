import { expect, test } from 'vitest';
import type { ElementId } from '../../../../../core/board/ids.ts';
import { liftedPicture } from '../../../../../renderer/engine/layers/lifted-group.ts';
import { Scene } from '../../../../../renderer/engine/scene.ts';
import { placesOf } from '../../../../../renderer/engine/selection/arranging/selection-actions.ts';
import { viewOf } from '../../../../../renderer/engine/view/camera.ts';
import { LocalBoard } from '../local-board.ts';
import { FakeDocument } from './fake-canvas.ts';

const VIEW = viewOf({ x: 0, y: 0, zoom: 1 }, { width: 800, height: 600 }, 1);

/** A hundred strokes in view. `picture`: of a drag of these. */
function open() {
  const access = new LocalBoard();
  const ids = Array.from({ length: 100 }, (_, i) => access.stroke([[i, 10], [i, 40]])); // biome-ignore format: one line
  const picture = (dragged: readonly ElementId[], isComplete = true) => {
    const scene = new Scene(() => access.board());
    scene.reset();
    const places = placesOf(access.board(), dragged);
    const document = new FakeDocument() as unknown as Document;
    return liftedPicture(document, scene, VIEW, { places, dx: 48, dy: 0 }, () => isComplete);
  };
  return { access, ids, picture };
}

test('what the screen shows is the picture of a drag of everything, however far it goes', () => {
  const { ids, picture } = open();
  expect(picture(ids)).toMatchObject({ count: 100, dx: 0, dy: 0, isWhole: true });
});

test('strokes out of view need the picture to be drawn again when the drag goes far', () => {
  const { access, ids, picture } = open();
  const far = access.stroke([[9_000, 0], [9_050, 50]]); // biome-ignore format: one line
  expect(picture([...ids, far])).toMatchObject({ isWhole: false });
});

test('there is none when something else is in view, the screen is incomplete, or the drag is small', () => {
  const { access, ids, picture } = open();
  expect(picture(ids, false)).toBeUndefined();
  expect(picture(ids.slice(0, 30))).toBeUndefined();
  access.stroke([[50, 300], [80, 320]]); // biome-ignore format: one line
  expect(picture(ids)).toBeUndefined();
});
