/** When a page showed something for the first time, milliseconds since its navigation. */
export interface Milestones {
  /** Something is drawn on the board. */
  readonly ink: number;
  /** The pill is there. */
  readonly shownAt: number;
  /** What the pill said then. */
  readonly firstPill: string;
  readonly live: number;
}

/**
 * Runs in the page before its own scripts. Looks after each frame, because a look before it would delay it, and leaves `window.inkAt` with the
 * first ink and `window.milestones` when all of them are passed. Reading a canvas takes long, so nothing is read while none has a size.
 */
export function noteMilestones(): void {
  const [width, height] = [320, 200];
  const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  const isInked = (): boolean => {
    const sized = [...document.querySelectorAll<HTMLCanvasElement>('#board canvas')].filter((canvas) => canvas.width > 0);
    if (sized.length === 0) return false;
    copy?.clearRect(0, 0, width, height);
    for (const canvas of sized) copy?.drawImage(canvas, 0, 0, width, height);
    return copy?.getImageData(0, 0, width, height).data.some((value) => value > 0) ?? false;
  };
  let ink: number | undefined;
  let pill: { readonly shownAt: number; readonly firstPill: string } | undefined;
  const look = (): void => {
    const now = Math.round(performance.now());
    if (ink === undefined && isInked()) {
      ink = now;
      Object.assign(window, { inkAt: now });
    }
    const words = document.querySelector('[data-testid=status-pill]')?.textContent ?? '';
    if (words !== '') pill ??= { shownAt: now, firstPill: words };
    if (ink !== undefined && pill && words.includes('Live')) Object.assign(window, { milestones: { ink, ...pill, live: now } });
    else lookAfterFrame();
  };
  const lookAfterFrame = (): void => void requestAnimationFrame(() => setTimeout(look));
  lookAfterFrame();
}
