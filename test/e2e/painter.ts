import type { Session } from '../../renderer/session/session.ts';
import { joinAsGuest } from '../support/guest.ts';
import { Pen } from '../unit/renderer/session/world.ts';
import { expect } from './fixtures.ts';

/** Bytes of a stroke on the wire are about two for each of these. */
const POINTS = 300;

/** One more person, without a window, who fills a room with long strokes and stays in it. */
export async function paint(link: string, strokes: number): Promise<Session> {
  const session = joinAsGuest(link, 'Painter');
  for (let i = 0; i < strokes; i++) new Pen(session, POINTS).lift();
  await expect.poll(() => session.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
  return session;
}
