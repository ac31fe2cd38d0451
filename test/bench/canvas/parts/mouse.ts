import type { CDPSession } from 'playwright';

/** Sends real events of a mouse whose left button is held between `mousePressed` and `mouseReleased`. Places are CSS pixels. */
export function mouseOf(session: CDPSession) {
  return (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number, y: number): Promise<unknown> =>
    session.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: 1,
    });
}
