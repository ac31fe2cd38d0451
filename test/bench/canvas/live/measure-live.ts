import type { Page } from 'playwright';
import { printTable, show, type Target } from '../../report.ts';
import type { CanvasId } from '../build-pages.ts';
import { measureCursors } from './cursors.ts';
import { measureFirstInk } from './first-ink.ts';
import { measureIdle } from './idle.ts';

/** What is measured without a board's work: others' cursors, rest, and the way to the first ink. */
export const LIVE_PARTS = ['cursors', 'idle', 'first-ink'] as const;
export type LivePart = (typeof LIVE_PARTS)[number];

const PEOPLE = [1, 10] as const;
const MOST_OF_A_CORE = { 1: 0.08, 10: 0.15 } as const;
/** tldraw shows others' cursors only with its own server. */
const WITH_CURSORS: readonly CanvasId[] = ['inkroom', 'excalidraw'];
/** More than an empty page takes: below this nothing can be told from chance. */
const IDLE_MOST = 0.005;
const ROUNDS = 3;

export interface LiveOptions {
  readonly parts: readonly LivePart[];
  readonly address: string;
  readonly canvases: readonly CanvasId[];
  readonly looker: Page;
}

export interface LiveResult {
  readonly targets: readonly Target[];
  readonly numbers: object;
}

export async function measureLive({ parts, address, canvases, looker }: LiveOptions): Promise<LiveResult> {
  const targets: Target[] = [];
  const numbers: Record<string, unknown> = {};
  if (parts.includes('cursors')) {
    const rows: string[][] = [];
    for (const canvas of WITH_CURSORS.filter((one) => canvases.includes(one))) {
      const shares: number[] = [];
      for (const people of PEOPLE) {
        const share = await measureCursors(address, canvas, people);
        shares.push(share);
        if (canvas !== 'inkroom') continue;
        const name = `${people} moving ${people === 1 ? 'cursor' : 'cursors'}, share of a core`;
        targets.push({ name, figure: share, unit: '', goal: { atMost: MOST_OF_A_CORE[people] } });
      }
      numbers[`cursors ${canvas}`] = shares;
      rows.push([canvas, ...shares.map(show)]);
      console.error(`  cursors, ${canvas}: measured`);
    }
    printTable(['share of a core', 'one moving cursor', 'ten'], rows);
  }
  if (parts.includes('idle')) {
    const idle = await measureIdle();
    numbers.idle = idle;
    const figure = idle.board - idle.emptyPage;
    targets.push({ name: 'An idle board of 10,000 elements, share of a core', figure, unit: '', goal: { atMost: IDLE_MOST } });
    printTable(['share of a core at rest', 'board', 'empty page'], [['Inkroom', show(idle.board), show(idle.emptyPage)]]);
  }
  if (parts.includes('first-ink')) {
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measureFirstInk(looker));
    numbers.firstInkMs = rounds;
    const name = 'First ink, a processor at a quarter of its speed, 10 Mbit/s';
    targets.push({ name, figure: Math.min(...rounds) / 1000, unit: ' s', goal: { atMost: 1.5 } });
    printTable(
      ['first ink, s', ...rounds.map((_, i) => `round ${i + 1}`)],
      [['Inkroom', ...rounds.map((ms) => show(ms / 1000))]],
    );
  }
  return { targets, numbers };
}
