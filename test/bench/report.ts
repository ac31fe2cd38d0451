import { writeFileSync } from 'node:fs';
import os from 'node:os';

/** How every bench reports: a table, one line per target, exit code 1 when one is short, and the numbers in a file with `--json FILE`. */

export interface Target {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  /** `atMost`: smaller is better. */
  readonly goal: { readonly atMost: number } | { readonly atLeast: number };
}

export interface BenchArguments {
  readonly json: string | undefined;
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
}

/** Reads `--json FILE`, `--flag` and `--name=value`; an unknown flag stops the bench with the list of those it knows. */
export function readArguments(argv: readonly string[], known: readonly string[]): BenchArguments {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  let json: string | undefined;
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] ?? '';
    const [name = '', value] = argument.replace(/^--/, '').split('=', 2);
    if (name === 'json') json = value ?? argv[++i];
    else if (!argument.startsWith('--') || !known.includes(name)) {
      console.error(`Unknown argument ${argument}. Known: --json FILE${known.map((flag) => `, --${flag}`).join('')}`);
      process.exit(2);
    } else if (value === undefined) flags.add(name);
    else values.set(name, value);
  }
  return { json, flags, values };
}

/** Three digits that matter: 0.57, 12.3, 4,810. */
export function show(figure: number | undefined): string {
  if (figure === undefined || Number.isNaN(figure)) return '-';
  if (!Number.isFinite(figure)) return String(figure);
  const size = Math.abs(figure);
  if (Number.isInteger(figure) || size >= 1000) return Math.round(figure).toLocaleString('en-US');
  return figure.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3);
}

/** First column to the left, the others to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    widths.map((width, i) => (i === 0 ? (cells[i] ?? '').padEnd(width) : (cells[i] ?? '').padStart(width))).join('  ');
  console.log(line(head));
  console.log(widths.map((width) => '-'.repeat(width)).join('  '));
  for (const row of rows) console.log(line(row));
  console.log('');
}

export function isReached(target: Target): boolean {
  return 'atMost' in target.goal ? target.figure <= target.goal.atMost : target.figure >= target.goal.atLeast;
}

/** Prints `NAME: FIGURE, target T: ok|short` for each, keeps the numbers, and gives the exit code. A figure that is not a number is short. */
export function conclude(bench: string, targets: readonly Target[], numbers: unknown, json: string | undefined): number {
  for (const target of targets) {
    const bound = 'atMost' in target.goal ? `<= ${show(target.goal.atMost)}` : `>= ${show(target.goal.atLeast)}`;
    const verdict = isReached(target) ? 'ok' : 'short';
    console.log(`${target.name}: ${show(target.figure)}${target.unit}, target ${bound}${target.unit}: ${verdict}`);
  }
  if (json !== undefined) {
    const machine = { cpu: os.cpus()[0]?.model ?? 'unknown', cores: os.cpus().length, node: process.version };
    const kept = { bench, machine, targets: targets.map((target) => ({ ...target, reached: isReached(target) })), numbers };
    writeFileSync(json, `${JSON.stringify(kept, undefined, 2)}\n`);
  }
  return targets.every(isReached) ? 0 : 1;
}
