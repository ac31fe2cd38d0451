import { expect, it } from 'vitest';
import { HUB_ALLOCATOR } from '../../../../core/contract/hub-memory.ts';
import { hubEnvironment } from '../../../../main/hub/hub-environment.ts';
import { SETTINGS } from '../../../../server/cli/settings.ts';

it('keeps every setting of other hubs from the hub of the app, and nothing else', () => {
  const settings = Object.fromEntries(Object.values(SETTINGS).map(({ variable }) => [variable, 'x']));
  expect(Object.keys(settings)).toEqual(expect.arrayContaining(['INKROOM_PUBLIC_URL', 'INKROOM_ALLOW_ORIGIN']));
  const env = { ...settings, Inkroom_Data: 'boards', PATH: '/bin', HOME_OF_INKROOM_: 'mine', UNSET: undefined };
  expect(hubEnvironment(env, 'key')).toEqual({
    ...HUB_ALLOCATOR,
    PATH: '/bin',
    HOME_OF_INKROOM_: 'mine',
    INKROOM_HOST_KEY: 'key',
  });
});

it('gives the hub the settings of the allocator, unless the shell has its own', () => {
  const { MALLOC_ARENA_MAX, MALLOC_MMAP_THRESHOLD_ } = hubEnvironment({ MALLOC_ARENA_MAX: '1' }, 'key');
  expect({ MALLOC_ARENA_MAX, MALLOC_MMAP_THRESHOLD_ }).toEqual({
    MALLOC_ARENA_MAX: '1',
    MALLOC_MMAP_THRESHOLD_: HUB_ALLOCATOR.MALLOC_MMAP_THRESHOLD_,
  });
});
