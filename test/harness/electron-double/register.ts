import { registerHooks } from 'node:module';

/** Preloaded into the app's process (`node --import`): replaces `electron` by the double, and changes nothing else. */
const DOUBLE = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    return specifier === 'electron' ? { url: DOUBLE, format: 'module-typescript', shortCircuit: true } : next(specifier, context);
  },
});
