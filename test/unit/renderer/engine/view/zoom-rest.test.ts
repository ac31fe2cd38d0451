import { expect, test } from 'vitest';
import { restAfter, ZoomRest } from '../../../../../renderer/engine/view/zoom-rest.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';

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

test('a zoom in slow steps does not rest between them, and a step by itself rests soon', () => {
  expect([restAfter(16), restAfter(60), restAfter(80), restAfter(110)]).toEqual([90, 90, 120, 140]);
  expect([restAfter(600), restAfter(Number.POSITIVE_INFINITY)]).toEqual([90, 90]);
  const clock = new FakeClock();
  const zoom = new ZoomRest(clock, () => undefined);
  zoom.zoomed();
  clock.advance(80);
  zoom.zoomed();
  clock.advance(110);
  expect(zoom.state).toBe('moving');
  clock.advance(20);
  expect(zoom.state).toBe('resting');
});

test('a step that is shown late rests late', () => {
  const clock = new FakeClock();
  const zoom = new ZoomRest(clock, () => undefined);
  zoom.zoomed();
  clock.advance(70);
  zoom.shown();
  clock.advance(70);
  expect(zoom.state).toBe('moving');
  // Only the first frame counts.
  zoom.shown();
  clock.advance(30);
  expect(zoom.state).toBe('resting');
  zoom.shown();
  expect(zoom.state).toBe('resting');
});
