import { textOf } from '../../core/board/bodies/text-order.ts';
import { ElementKind } from '../../core/board/kinds.ts';
import { startHub } from '../harness/hub.ts';
import { openTcpLine } from '../harness/tcp-line.ts';
import { joinAsGuest } from '../support/guest.ts';
import { Pen } from '../unit/renderer/session/world.ts';
import { BoardWindow, eventually, Key } from './board.ts';
import type { Engine } from './engine.ts';

/** What a person does first, in one engine: draw, see, be cut off and come back, write, share. Rejects with what went wrong. */
export async function smoke(engine: Engine, say: (step: string) => void): Promise<void> {
  const hub = await startHub();
  const line = await openTcpLine(hub.port);
  const other = joinAsGuest(hub.link, 'Other');
  const page = await engine.open();
  try {
    const board = new BoardWindow(page);
    const strokes = async (): Promise<number> => other.status().elements;
    await page.goto(line.linkThrough(hub.link));
    await eventually('the board is live', () => board.pill(), /Live/);
    say('opens a room');

    await board.press('p');
    await board.drag({ x: 300, y: 300 }, { x: 420, y: 340 }, { x: 560, y: 300 });
    await eventually('the other has the stroke', strokes, 1);
    await eventually('the stroke is painted', async () => Number(await board.inked()) > 500, true);
    say('draws');

    const before = Number(await board.inked());
    const pen = new Pen(other, 200);
    pen.lift();
    await eventually('the stroke of the other is painted', async () => Number(await board.inked()) > before + 500, true);
    say('sees what another one draws');

    line.become({ at: 'cut' });
    await eventually('the board says that it is cut off', () => board.pill(), /Reconnecting|Offline/);
    await board.drag({ x: 300, y: 420 }, { x: 560, y: 440 });
    await eventually('the stroke waits', () => board.pill(), /unsent/);
    // Its code may not be there yet. It must come when the server is there again.
    await board.click('[data-testid="share"]');
    await board.press(Key.escape);
    line.become({ at: 'passing' });
    await eventually('the board is live again', () => board.pill(), /Live/);
    await eventually('the other has what was drawn meanwhile', strokes, 3);
    say('reconnects');

    await board.press('t');
    await board.drag({ x: 700, y: 380 });
    await eventually('a text field has the focus', () => page.evaluate('document.activeElement?.tagName'), 'TEXTAREA');
    await board.type('Grüße, board');
    await board.press(Key.escape);
    const text = async (): Promise<string> => {
      const now = other.board();
      const holder = [...now.elements()].find(({ kind }) => kind === ElementKind.text);
      return holder ? textOf(now, holder.id) : '';
    };
    await eventually('the other reads the text', text, 'Grüße, board');
    say('writes text');

    await board.click('[data-testid="share"]');
    await eventually(
      'Share shows the link',
      () => page.evaluate(`document.querySelector('[data-testid="share-link"]')?.value ?? ''`),
      new RegExp(new URL(hub.link).hash),
    );
    await eventually('and its code', () => page.evaluate(`document.querySelectorAll('.popover svg path').length > 0`), true);
    say('shares');
  } finally {
    await page.close();
    other.dispose();
    await line.close();
    await hub.kill();
  }
}
