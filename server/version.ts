import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Version in the package's manifest: one folder up from the source tree, two from a bundle. */
export function productVersion(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const manifest: unknown = JSON.parse(readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8'));
      if (
        typeof manifest === 'object' &&
        manifest !== null &&
        'name' in manifest &&
        manifest.name === 'inkroom' &&
        'version' in manifest
      ) {
        return String(manifest.version);
      }
    } catch {
      // Not there: try the next place.
    }
  }
  return 'unknown';
}
