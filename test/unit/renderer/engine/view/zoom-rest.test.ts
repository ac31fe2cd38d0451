import { expect, test } from 'vitest';
import { ZoomRest } from '../../../../../renderer/engine/view/zoom-rest.ts';
import { FakeClock } from '../../session/fake-clock.ts';

test('a zoom rests a moment after its last step, and is kept a while later', () => {
  const clock = new FakeClock();
  const changes: string[] = [];
  const zoom: ZoomRest = new ZoomRest(clock, () => changes.push(zoom.state));
  expect(zoom.state).toBe('kept');
  zoom.zoomed();
  clock.advance(80);
  zoom.zoomed();
  clock.advance(80);
  expect(zoom.state).toBe('moving');
  clock.advance(2_000);
  expect(changes).toEqual(['resting', 'kept']);
});

test('who pans after a zoom stays at it', () => {
  const clock = new FakeClock();
  const zoom = new ZoomRest(clock, () => undefined);
  zoom.zoomed();
  zoom.panned();
  expect(zoom.state).toBe('moving');
  clock.advance(100);
  zoom.panned();
  expect(zoom.state).toBe('kept');
});
