/** The command after `npm run build`, from the repository's root. It starts in less than half of the time of its sources. */
export const BUILT_HUB = 'dist/server/inkroom.js';

/**
 * What tests start as `inkroom`. Where a build has just run (`npm test`, the end-to-end specs) that is the built command; a test that is run
 * alone takes the sources, which cannot be stale.
 */
export const HUB_COMMAND = process.env.INKROOM_TEST_HUB ?? 'server/main.ts';
