import { copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Stands for fpm, which electron-builder would download. Instead of a package it writes what would be in it: `PACKAGE.json`, the arguments,
 * and `PACKAGE.files/`, the files next to the app's own folder.
 */
const args = process.argv.slice(2);
const target = args[args.indexOf('--package') + 1];
if (target === undefined) throw new Error('fpm needs --package');
for (const [, from, to] of args.flatMap((arg) => [/^(\/.*)=(\/usr\/.*)$/.exec(arg) ?? []])) {
  if (from === undefined || to === undefined || !statSync(from).isFile()) continue;
  const place = join(`${target}.files`, to);
  mkdirSync(dirname(place), { recursive: true });
  copyFileSync(from, place);
}
writeFileSync(`${target}.json`, JSON.stringify(args));
writeFileSync(target, '');
