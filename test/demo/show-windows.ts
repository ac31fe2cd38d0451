import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Children } from '../../build/children.ts';
import { showLinks } from '../../build/show-links.ts';
import { OPEN_PREFIX } from '../../core/contract/launch.ts';
import { type Fleet, hubName, other, PLACES, type Place, startFleet } from './fleet.ts';

/** Starts two hubs, prints the links, opens a window for each, and serves until the end. `service`: the connection string of what stands in front. */
export async function showWindows(service: string | undefined, children: Children): Promise<void> {
  const fleet: Fleet = await startFleet({ children, service, onLost: (place) => lost(place, fleet, children) });
  for (const place of PLACES)
    console.log(`${hubName(place)} is process ${fleet.pid(place)}; kill it to see its window move to ${hubName(other(place))}.`);
  for (const place of PLACES) console.log(`${OPEN_PREFIX}${fleet.link(place)}`);
  // Two apps, two people: each has settings of its own, which go with the demo.
  const profiles = PLACES.map((place) => ({ place, profile: mkdtempSync(join(tmpdir(), 'inkroom-demo-')) }));
  process.once('exit', () => {
    for (const { profile } of profiles) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  await showLinks(
    profiles.map(({ place, profile }) => ({ link: fleet.link(place), profile })),
    children,
    () => children.end(0),
  );
}

function lost(place: Place, fleet: Fleet, children: Children): void {
  if (fleet.pid(other(place)) === undefined) {
    console.error('Both hubs are gone.');
    children.end(1);
    return;
  }
  console.log(`${hubName(place)} is gone: its window comes to ${hubName(other(place))}.`);
}
