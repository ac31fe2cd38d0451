import type { Disposable } from '../../../core/base/disposable.ts';
import type { Size } from '../view/camera.ts';

export interface CanvasStackOptions {
  readonly mount: HTMLElement;
  /** The size or the pixel ratio changed. All canvases are blank now and must be painted before this returns. */
  readonly onResize: () => void;
  /** The graphics processor lost the content of the canvases and restored them blank. Called once for all of them. */
  readonly onRestored: () => void;
}

/** Canvases. Live ink has two: highlighters are below the settled layer, and pens are above it. */
type LayerName = 'paper' | 'under' | 'over' | 'overlay';
/** These show tiles, each of them a canvas of its own. */
type SheetName = 'ghost' | 'settled' | 'carried';

/** The layers of the board, on top of each other: canvases with one pixel per device pixel, and sheets of tiles. */
export class CanvasStack implements Disposable {
  readonly #contexts: Readonly<Record<LayerName, CanvasRenderingContext2D>>;
  readonly #sheets: Readonly<Record<SheetName, HTMLElement>>;
  readonly #options: CanvasStackOptions;
  readonly #window: Window;
  readonly #observer: ResizeObserver;
  #query: MediaQueryList | undefined;
  #device: Size = { width: 0, height: 0 };
  #css: Size = { width: 0, height: 0 };
  #dpr = 1;

  constructor(options: CanvasStackOptions) {
    const { mount } = options;
    this.#options = options;
    this.#window = mount.ownerDocument.defaultView ?? window;
    if (this.#window.getComputedStyle(mount).position === 'static') mount.style.position = 'relative';
    mount.style.overflow = 'hidden';
    mount.style.touchAction = 'none';
    const paper = layer(mount);
    const ghost = sheet(mount);
    const under = layer(mount);
    const settled = sheet(mount);
    const carried = sheet(mount);
    this.#contexts = { paper, under, over: layer(mount), overlay: layer(mount) };
    this.#sheets = { ghost, settled, carried };
    for (const { canvas } of Object.values(this.#contexts)) canvas.addEventListener('contextrestored', this.#restored);
    this.#measure(undefined);
    this.#observer = new ResizeObserver(([entry]) => this.#resized(entry));
    try {
      this.#observer.observe(mount, { box: 'device-pixel-content-box' });
    } catch {
      // Safari does not support that box; sizes are then rounded from CSS pixels.
      this.#observer.observe(mount);
    }
    this.#watchRatio();
  }

  context(name: LayerName): CanvasRenderingContext2D {
    return this.#contexts[name];
  }
  sheet(name: SheetName): HTMLElement {
    return this.#sheets[name];
  }
  /** Device pixels. */
  get device(): Size {
    return this.#device;
  }
  /** CSS pixels. */
  get css(): Size {
    return this.#css;
  }
  get dpr(): number {
    return this.#dpr;
  }

  #resized(entry: ResizeObserverEntry | undefined): void {
    if (this.#measure(entry)) this.#options.onResize();
  }

  /** True when something has changed. */
  #measure(entry: ResizeObserverEntry | undefined): boolean {
    const { mount } = this.#options;
    const dpr = this.#window.devicePixelRatio || 1;
    const css = { width: mount.clientWidth, height: mount.clientHeight };
    const exact = entry?.devicePixelContentBoxSize?.[0];
    const device = {
      width: deviceLength(exact?.inlineSize, css.width * dpr),
      height: deviceLength(exact?.blockSize, css.height * dpr),
    };
    if (device.width === this.#device.width && device.height === this.#device.height && dpr === this.#dpr) return false;
    this.#device = device;
    this.#css = css;
    this.#dpr = dpr;
    for (const { canvas } of Object.values(this.#contexts)) {
      canvas.width = device.width;
      canvas.height = device.height;
    }
    return true;
  }

  /**
   * A change of the ratio need not change the size in CSS pixels (a window moved to another display). The query matches one ratio
   * only.
   */
  #watchRatio(): void {
    this.#query?.removeEventListener('change', this.#ratioChanged);
    this.#query = this.#window.matchMedia(`(resolution: ${this.#window.devicePixelRatio}dppx)`);
    this.#query.addEventListener('change', this.#ratioChanged);
  }

  readonly #ratioChanged = (): void => {
    this.#watchRatio();
    this.#resized(undefined);
  };

  /** The canvases are restored one by one. The last one calls the listener. */
  readonly #restored = (): void => {
    if (!Object.values(this.#contexts).some((context) => context.isContextLost())) this.#options.onRestored();
  };

  dispose(): void {
    this.#observer.disconnect();
    this.#query?.removeEventListener('change', this.#ratioChanged);
    for (const { canvas } of Object.values(this.#contexts)) canvas.remove();
    for (const element of Object.values(this.#sheets)) element.remove();
  }
}

/**
 * The browser knows exactly how it rounds a box; our own rounding could be one pixel off, which blurs everything. But with an
 * emulated pixel ratio (developer tools, Playwright) Chromium reports that box without the ratio.
 */
function deviceLength(exact: number | undefined, computed: number): number {
  return exact !== undefined && Math.abs(exact - computed) < 2 ? exact : Math.round(computed);
}

function sheet(mount: HTMLElement): HTMLElement {
  const element = mount.ownerDocument.createElement('div');
  Object.assign(element.style, { position: 'absolute', inset: '0', overflow: 'hidden', pointerEvents: 'none' });
  mount.append(element);
  return element;
}

function layer(mount: HTMLElement): CanvasRenderingContext2D {
  const canvas = mount.ownerDocument.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%', pointerEvents: 'none' });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser has no 2d canvas');
  mount.append(canvas);
  return context;
}
