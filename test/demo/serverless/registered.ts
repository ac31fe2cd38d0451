import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/**
 * Loads the bundle as Azure Functions does, which answers `require('@azure/functions-core')` itself, and returns the addresses that it
 * registers.
 */
export async function registeredRoutes(bundle: string): Promise<readonly string[]> {
  const runtime = fileURLToPath(new URL('functions-runtime.cjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--require', runtime, bundle]);
  return stdout.split('\n').filter((line) => line !== '');
}
