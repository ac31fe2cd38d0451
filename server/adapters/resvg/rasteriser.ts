import { Worker } from 'node:worker_threads';
import type { Clock } from '../../../core/base/host.ts';
import { SerialQueue } from '../../../core/base/serial-queue.ts';
import { RASTER_SIDE_MOST, type Rasteriser } from '../../ports/rasteriser.ts';
import { type RasterRequest, rasterRequest } from './raster-request.ts';

export interface RasterBounds {
  /** Characters of an SVG picture. The tree of it takes some times as many bytes. */
  readonly chars: number;
  /** Milliseconds that a picture may take. */
  readonly ms: number;
}

export interface RasteriserOptions {
  readonly clock: Clock;
  /** Files of fonts for other characters than those that the fonts of the board have. */
  readonly fonts?: readonly string[];
  readonly bounds?: RasterBounds;
}

const BOUNDS: RasterBounds = { chars: 32_000_000, ms: 15_000 };
/** The thread's own heap, MiB. Pixels and paths lie outside of it, bounded by the size of the picture and of its text. */
const HEAP_MIB = 256;

/** Its source next to this file, or the bundle next to the hub's (`build/bundles.ts`). */
const RASTER_MAIN = new URL(import.meta.url.endsWith('.ts') ? './raster-main.ts' : './inkroom-rasteriser.js', import.meta.url);

/**
 * Pictures by resvg, each in a thread of its own that ends with it: the hub goes on meanwhile, a picture that takes too long is given
 * up, and the memory is free again.
 */
export function resvgRasteriser({ clock, fonts = [], bounds: { chars, ms } = BOUNDS }: RasteriserOptions): Rasteriser {
  const queue = new SerialQueue();
  return {
    async png(svg) {
      if (svg.length > chars) return 'too_large';
      const request = rasterRequest(svg, RASTER_SIDE_MOST);
      if (request === undefined) throw new Error('this is no picture of a board');
      return queue.add(() => inThread({ ...request, fonts }, clock, ms));
    },
  };
}

function inThread(request: RasterRequest, clock: Clock, ms: number): Promise<Uint8Array<ArrayBuffer> | 'too_large'> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(RASTER_MAIN, {
      workerData: request,
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    });
    const late = clock.after(ms, () => end(() => resolve('too_large')));
    const end = (settle: () => void): void => {
      late.dispose();
      settle();
      void thread.terminate();
    };
    thread.on('message', (png: Uint8Array<ArrayBuffer>) => end(() => resolve(png)));
    thread.on('error', (error: unknown) => end(() => reject(error)));
    thread.on('exit', () => end(() => reject(new Error('the rasteriser ended'))));
  });
}
