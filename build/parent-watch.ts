/** How often to look whether the process that started us is still there. */
const CHECK_MS = 500;

/**
 * Calls `gone` once when the process that started us has ended. npm passes a signal to the shell between it and us, which dies without a
 * word: being handed to another parent is then the only sign. Does not keep the process alive.
 */
export function onParentGone(gone: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    gone();
  }, CHECK_MS);
  watch.unref();
}
