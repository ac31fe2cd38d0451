import { type BoardPlan, PICTURE } from '../boards/mix.ts';

/** What each page offers to the bench. Panning, zooming, drawing and dragging are real input events; this is only for getting there. */
export interface BenchPage {
  /** Makes the board in the canvas's own form, as it comes from a file or a server. Not measured. */
  stage(plan: BoardPlan): Promise<void>;
  /** Loads that form and zooms to fit it. Resolves when that was asked for, not when it was painted. */
  show(): void;
  /** How many elements the board holds. */
  count(): number;
  /** Zooms to 100 % with a world point in the middle. */
  lookAt(x: number, y: number): void;
  fit(): void;
  /** Chooses the boldest pen, so that ink shows at zoom-to-fit. */
  takePen(): void;
  /** Chooses the select tool and selects everything. */
  selectAll(): void;
  /** Shows cursors of this many other people at places (world pixels). Absent where a canvas cannot. */
  moveCursors?(places: readonly { readonly x: number; readonly y: number }[]): void;
  /** Where a world point is on the screen, CSS pixels. */
  screenAt(x: number, y: number): { readonly x: number; readonly y: number };
}

declare global {
  interface Window {
    bench?: BenchPage;
  }
}

export function mountPoint(): HTMLElement {
  const found = document.getElementById('board');
  if (!found) throw new Error('The page has no place for the board');
  return found;
}

/** A picture of its own for each number, as PNG. */
export async function pictureBlob(number: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(PICTURE.width, PICTURE.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No canvas to make pictures with');
  for (let i = 0; i < 40; i++) {
    context.fillStyle = `hsl(${(number * 47 + i * 11) % 360} 60% ${30 + i}%)`;
    context.fillRect((i % 8) * 40, Math.floor(i / 8) * 48, 40, 48);
  }
  return canvas.convertToBlob({ type: 'image/png' });
}

export function dataUrlOf(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error('A picture could not be read'));
    reader.readAsDataURL(blob);
  });
}
