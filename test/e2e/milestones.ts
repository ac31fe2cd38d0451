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

/** Runs in the page before its own scripts. Looks once a frame, and leaves `window.milestones` when all of them are passed. */
export function noteMilestones(): void {
  const [width, height] = [320, 200];
  const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  const isInked = (): boolean => {
    copy?.clearRect(0, 0, width, height);
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('#board canvas'))
      if (canvas.width > 0) copy?.drawImage(canvas, 0, 0, width, height);
    return copy?.getImageData(0, 0, width, height).data.some((value) => value > 0) ?? false;
  };
  let ink: number | undefined;
  let pill: { readonly shownAt: number; readonly firstPill: string } | undefined;
  const look = (): void => {
    const now = Math.round(performance.now());
    if (ink === undefined && isInked()) ink = now;
    const words = document.querySelector('[data-testid=status-pill]')?.textContent ?? '';
    if (words !== '') pill ??= { shownAt: now, firstPill: words };
    if (ink !== undefined && pill && words.includes('Live')) Object.assign(window, { milestones: { ink, ...pill, live: now } });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
