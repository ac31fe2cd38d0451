/** Preloaded into a utility process: adds `process.parentPort`, like Electron, over Node's own channel. */
const send = process.send?.bind(process);
Object.defineProperty(process, 'parentPort', {
  value: {
    postMessage: (message: unknown) => void send?.(message),
    on: (event: 'message', listener: (message: { data: unknown }) => void) =>
      void process.on(event, (data: unknown) => listener({ data })),
  },
});
// Electron's utility processes do not have it.
Object.defineProperty(process, 'send', { value: undefined });
process.on('disconnect', () => process.exit());
