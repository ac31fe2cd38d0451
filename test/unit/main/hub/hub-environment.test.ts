import { expect, it } from 'vitest';
import { hubEnvironment } from '../../../../main/hub/hub-environment.ts';
import { SETTINGS } from '../../../../server/cli/settings.ts';

it('keeps every setting of other hubs from the hub of the app, and nothing else', () => {
  const settings = Object.fromEntries(Object.values(SETTINGS).map(({ variable }) => [variable, 'x']));
  expect(Object.keys(settings)).toEqual(expect.arrayContaining(['INKROOM_PUBLIC_URL', 'INKROOM_ALLOW_ORIGIN']));
  const env = { ...settings, Inkroom_Data: 'boards', PATH: '/bin', HOME_OF_INKROOM_: 'mine', UNSET: undefined };
  expect(hubEnvironment(env, 'key')).toEqual({ PATH: '/bin', HOME_OF_INKROOM_: 'mine', INKROOM_HOST_KEY: 'key' });
});
