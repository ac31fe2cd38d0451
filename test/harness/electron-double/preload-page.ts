import { PAGE_ORIGIN } from './messages.ts';

/** The binding from the page to main while the preload runs. The page's own scripts find nothing under this name. */
export const WALL_BINDING = '__inkroomWall';

/**
 * A script for every new document: runs the bundled preload like Electron, with doubles of `contextBridge` and `ipcRenderer` in
 * its own scope. Electron isolates it in another world of the page; here it is a closure, and values are cloned between the two.
 */
export function preloadScript(preload: string): string {
  return `(${inPage.toString()})(${JSON.stringify({ origin: PAGE_ORIGIN, binding: WALL_BINDING })}, function (require, module, exports) {
${preload}
});`;
}

/** Runs in the page: no imports, and only erasable types. */
function inPage(
  at: { origin: string; binding: string },
  preload: (require: (name: string) => unknown, module: object, exports: object) => void,
): void {
  type Wall = (kind: 'invoke' | 'nextEvent' | 'openWindow', name?: string, args?: unknown[]) => Promise<unknown>;
  const world = globalThis as unknown as Record<string, unknown>;
  const wall = world[at.binding] as Wall;
  delete world[at.binding];
  if (window !== window.top || location.origin !== at.origin) return;

  // Electron asks main before a window exists, and returns null for a denied one. The double opens none.
  window.open = (url) => {
    void wall('openWindow', new URL(String(url ?? ''), location.href).href);
    return null;
  };

  const listeners = new Map<string, Set<(event: object, ...args: unknown[]) => void>>();
  const ipcRenderer = {
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      // Throws for functions and other values that cannot be cloned, like Electron.
      const outcome = (await wall('invoke', channel, structuredClone(args))) as {
        ok: boolean;
        value?: unknown;
        message?: string;
      };
      if (!outcome.ok) throw new Error(`Error invoking remote method '${channel}': ${outcome.message}`);
      return outcome.value;
    },
    on(channel: string, listener: (event: object, ...args: unknown[]) => void): void {
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener));
    },
    off(channel: string, listener: (event: object, ...args: unknown[]) => void): void {
      listeners.get(channel)?.delete(listener);
    },
  };
  /** A value on its way: functions become functions with cloned arguments and results, objects become frozen copies. */
  function crossed(value: unknown): unknown {
    if (typeof value === 'function') {
      return (...args: unknown[]) => {
        const result: unknown = value(...args.map((arg) => (typeof arg === 'function' ? arg : structuredClone(arg))));
        return result instanceof Promise ? result.then(crossed) : crossed(result);
      };
    }
    if (Array.isArray(value)) return value.map(crossed);
    if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, part]) => [key, crossed(part)])));
    }
    return value;
  }
  const contextBridge = {
    exposeInMainWorld(name: string, api: unknown): void {
      if (name in world) throw new Error(`Cannot bind an API on top of an existing property on the window object`);
      Object.defineProperty(world, name, { value: crossed(api), writable: false, configurable: false, enumerable: true });
    },
  };
  async function hear(): Promise<void> {
    for (;;) {
      const { channel, args } = (await wall('nextEvent')) as { channel: string; args: unknown[] };
      for (const listener of [...(listeners.get(channel) ?? [])]) listener({}, ...args);
    }
  }

  const module = { exports: {} };
  preload(
    (name) => {
      if (name === 'electron') return { contextBridge, ipcRenderer };
      throw new Error(`module not found: ${name}`);
    },
    module,
    module.exports,
  );
  // Ends with the document.
  void hear();
}
