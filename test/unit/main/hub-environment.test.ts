import { expect, it } from 'vitest';
import { hubEnvironment } from '../../../main/hub-environment.ts';

it('keeps settings of where boards live from the hub of the app, and nothing else', () => {
  const env = { PATH: '/bin', INKROOM_STORE: 'lmdb', Inkroom_Data: 'boards', INKROOM_LOG_LEVEL: 'debug', UNSET: undefined };
  expect(hubEnvironment(env)).toEqual({ PATH: '/bin', INKROOM_LOG_LEVEL: 'debug' });
});
