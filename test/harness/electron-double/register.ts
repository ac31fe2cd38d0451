import { registerHooks } from 'node:module';

/** Preloaded into the app's process (`node --import`): `electron` is the double there, and nothing else changes. */
const DOUBLE = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    return specifier === 'electron' ? { url: DOUBLE, format: 'module-typescript', shortCircuit: true } : next(specifier, context);
  },
});
