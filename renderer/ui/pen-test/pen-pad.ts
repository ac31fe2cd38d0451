import { type Disposable, DisposableStore, disposable } from '../../../core/base/disposable.ts';
import { type PenFigures, PenMeter } from './pen-meter.ts';

/** The width of a line at full pressure. Pixels. */
const WIDEST = 8;

/** Draws the pressed pointer on a canvas, and reports the figures once per frame. */
export function watchPad(pad: HTMLCanvasElement, tell: (figures: PenFigures | undefined) => void): Disposable {
  const owned = new DisposableStore();
  const window = pad.ownerDocument.defaultView as Window;
  const context = pad.getContext('2d');
  const meter = new PenMeter();
  let last: { readonly x: number; readonly y: number } | undefined;
  /** The time of the oldest event that no frame has shown yet. */
  let waitingSince: number | undefined;
  let frame: number | undefined;
  const { width, height } = pad.getBoundingClientRect();
  pad.width = Math.round(width * window.devicePixelRatio);
  pad.height = Math.round(height * window.devicePixelRatio);

  const shown = (): void => {
    frame = undefined;
    tell(meter.figures());
    const since = waitingSince;
    waitingSince = undefined;
    // The first task after a frame's callbacks runs when the frame has been passed to the screen.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      if (since !== undefined) meter.painted(window.performance.now() - since);
    };
    channel.port2.postMessage(undefined);
  };
  /** The place of an event on the canvas, in its own pixels. */
  const placeOf = ({ clientX, clientY }: PointerEvent, box: DOMRect): { readonly x: number; readonly y: number } => ({
    x: (clientX - box.left) * window.devicePixelRatio,
    y: (clientY - box.top) * window.devicePixelRatio,
  });
  const draw = (event: PointerEvent): void => {
    if (!last || !context) return;
    const gathered = event.getCoalescedEvents?.() ?? [];
    const samples = gathered.length > 0 ? gathered : [event];
    const ratio = window.devicePixelRatio;
    context.strokeStyle = window.getComputedStyle(pad).color;
    context.lineCap = 'round';
    const box = pad.getBoundingClientRect();
    for (const sample of samples) {
      const next = placeOf(sample, box);
      context.lineWidth = Math.max(1, WIDEST * sample.pressure) * ratio;
      context.beginPath();
      context.moveTo(last.x, last.y);
      context.lineTo(next.x, next.y);
      context.stroke();
      last = next;
    }
    meter.add(samples.map(({ timeStamp: at, pressure, tiltX, tiltY }) => ({ at, pressure, tiltX, tiltY })));
    waitingSince ??= event.timeStamp;
    frame ??= window.requestAnimationFrame(shown);
  };
  const on = <K extends 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel'>(
    name: K,
    listener: (event: HTMLElementEventMap[K]) => void,
  ): void => {
    pad.addEventListener(name, listener);
    owned.add(disposable(() => pad.removeEventListener(name, listener)));
  };
  on('pointerdown', (event) => {
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    last = placeOf(event, pad.getBoundingClientRect());
    meter.press(event.pointerType);
    draw(event);
  });
  on('pointermove', draw);
  const lift = (): void => {
    last = undefined;
  };
  on('pointerup', lift);
  on('pointercancel', lift);
  owned.add(
    disposable(() => {
      if (frame !== undefined) window.cancelAnimationFrame(frame);
    }),
  );
  return owned;
}
