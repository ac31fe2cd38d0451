import { expect, test } from 'vitest';
import { prefixOf, takePrefixOff } from '../../../../server/http/path-prefix.ts';

test.each([
  [undefined, ''],
  ['https://a.example', ''],
  ['https://a.example/draw', '/draw'],
])('the prefix of %s is "%s"', (publicUrl, prefix) => {
  expect(prefixOf(publicUrl)).toBe(prefix);
});

test.each([
  ['/draw/hub/negotiate?negotiateVersion=1', '/hub/negotiate?negotiateVersion=1'],
  ['/draw/', '/'],
  // The proxy took it off already, or the path only begins alike.
  ['/hub', '/hub'],
  ['/drawings/', '/drawings/'],
  ['/draw', undefined],
  ['/draw?x=1', undefined],
])('of %s the hub sees %s', (url, seen) => {
  const request = { url };
  const isTaken = takePrefixOff(request, '/draw');
  expect(isTaken ? request.url : undefined).toBe(seen);
});
