import { expect, test } from 'vitest';
import { listen } from '../../../../renderer/engine/listen.ts';

test.each([undefined, { capture: true }, { passive: false }])('a listener with %o hears events until its end', (options) => {
  const target = new EventTarget();
  const heard: string[] = [];
  const listening = listen(target, 'ring', ({ type }) => heard.push(type), options);
  target.dispatchEvent(new Event('ring'));
  target.dispatchEvent(new Event('other'));
  expect(heard).toEqual(['ring']);
  listening.dispose();
  target.dispatchEvent(new Event('ring'));
  expect(heard).toEqual(['ring']);
});
