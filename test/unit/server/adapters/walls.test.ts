import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';

const FOLDER = 'server/adapters';
/** What several adapters are made of. */
const SHARED = new Set(['key-files', 'shared-store']);

const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'));

test('an adapter imports no other adapter', () => {
  expect(FILES.length).toBeGreaterThan(50);
  const foreign = FILES.flatMap((file) => {
    const [own = ''] = file.split('/');
    const imports = [...readFileSync(join(FOLDER, file), 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, path]) =>
      posix.join(FOLDER, posix.dirname(file), path ?? ''),
    );
    return imports
      .filter((path) => path.startsWith(`${FOLDER}/`))
      .map((path) => path.slice(FOLDER.length + 1).split('/'))
      .filter(([folder = '', ...rest]) => rest.length > 0 && folder !== own && !SHARED.has(folder))
      .map((path) => `${file}: ${path.join('/')}`);
  });
  expect(foreign).toEqual([]);
});
