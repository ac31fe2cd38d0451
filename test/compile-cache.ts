import { fileURLToPath } from 'node:url';

/**
 * Where the Node programs that the tests start keep what they compiled. More than half of the processor time of such a start is the reading of
 * TypeScript; Node writes there when a program ends, and compares with the sources when the next one begins.
 */
export const COMPILE_CACHE = fileURLToPath(new URL('../node_modules/.cache/node-compile', import.meta.url));
