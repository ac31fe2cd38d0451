import { openBlockingProxy } from '../harness/blocking-proxy.ts';
import { sameBoard } from './board-page.ts';
import { expect, LOST_LINE, test } from './fixtures.ts';

// The other ways in which networks block WebSockets are tried without windows (`blocked-sockets.test.ts`).
test('on a network where the upgrade to a WebSocket is forbidden people draw together, and the panel says over what', {
  tag: '@app',
}, async ({ hub, open, expectProblems }) => {
  expectProblems(LOST_LINE);
  const proxy = await openBlockingProxy(hub.port, 'forbidden');
  const [ana, ben] = [await open(proxy.linkThrough(hub.link)), await open(hub.link)];
  expect(await ana.fact('Connected')).toBe('over long polling');
  expect(await ben.fact('Connected')).toBe('over WebSockets');
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 260 });
  await ben.holds(1);
  await ben.draw({ x: 200, y: 400 }, { x: 500, y: 360 });
  await ana.holds(2);
  await sameBoard(ana, ben);
  await proxy.close();
});
