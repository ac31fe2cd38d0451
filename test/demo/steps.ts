import { expect } from 'playwright/test';
import type { BoardPage } from '../e2e/board-page.ts';
import type { Check } from './check.ts';
import { type Fleet, hubName, type Place } from './fleet.ts';

/** What both demos check in the same way. */

/** Strokes that cross nobody else's: `row` counts down the window. */
export async function drawRow({ page }: BoardPage, row: number): Promise<void> {
  const y = 180 + 50 * row;
  await page.keyboard.press('p');
  await page.mouse.move(220, y);
  await page.mouse.down();
  await page.mouse.move(620, y + 24, { steps: 8 });
  await page.mouse.up();
}

/** The window's title and the status panel name the hub that serves it. Answers the title. */
export async function onHub(check: Check, board: BoardPage, place: Place): Promise<string> {
  await check.until(async () => {
    expect(await board.fact('Server')).toBe(hubName(place));
    expect(await board.page.title()).toContain(hubName(place));
  });
  return `title “${await board.page.title()}”, panel “Server: ${await board.fact('Server')}”`;
}

/** Everything that this person drew has come back from the hub. */
export async function allSent(check: Check, board: BoardPage): Promise<void> {
  await check.until(async () => expect(await board.fact('Unsent')).toBe('nothing'));
}

export async function holds(check: Check, board: BoardPage, strokes: number): Promise<void> {
  await check.until(() => board.holds(strokes));
}

/** Waits until both hold the same board; answers its fingerprint. */
export async function sameBoards(check: Check, a: BoardPage, b: BoardPage): Promise<string> {
  return check.until(async () => {
    const print = await a.fact('Fingerprint');
    expect(await b.fact('Fingerprint')).toBe(print);
    return print;
  });
}

/** What is to be read on the pill, without its sign. */
async function pillText(board: BoardPage): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what is shown is meant, and the pill has a shorter text for narrow windows too
  return (await board.pill.innerText())
    .replace(/^[^\p{L}]+/u, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Kills the hub of a place and keeps its window from the other one until the person has drawn into the gap. Answers what the pill said.
 */
export async function killWhileDrawing(
  check: Check,
  fleet: Fleet,
  { place, board, row }: { readonly place: Place; readonly board: BoardPage; readonly row: number },
): Promise<string> {
  await fleet.kill(place);
  await check.until(() => expect(board.pill).toContainText(/Reconnecting|Offline/));
  await drawRow(board, row);
  await check.until(() => expect(board.pill).toContainText('unsent'));
  const said = await pillText(board);
  fleet.passOn(place);
  return `pill “${said}”`;
}

/** The card that offers the lost copy, once it counts this many strokes. Answers its first words. */
export async function lostCopyOf(check: Check, board: BoardPage, strokes: number): Promise<string> {
  const words = `You hold ${strokes} ${strokes === 1 ? 'element' : 'elements'}`;
  await check.until(() => expect(board.lostCopy).toContainText(words));
  await check.until(() => expect(board.pill).toContainText('you hold a copy'));
  return `pill “${await pillText(board)}”, card “${words} …”`;
}
