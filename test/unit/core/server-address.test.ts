import { expect, test } from 'vitest';
import { serverOfPage } from '../../../core/contract/server-address.ts';

test.each([
  ['https://a.example', '/', 'https://a.example'],
  ['https://a.example', '/index.html', 'https://a.example'],
  ['http://localhost:7420', '/draw/', 'http://localhost:7420/draw'],
  ['https://a.example', '/x/draw/index.html', 'https://a.example/x/draw'],
])('the page at %s%s is of the hub at %s', (origin, pathname, server) => {
  expect(serverOfPage({ origin, pathname })).toBe(server);
});
