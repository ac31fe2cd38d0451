import type { HttpFunction } from '../function-types.ts';

export interface MatchedFunction {
  readonly name: string;
  readonly options: HttpFunction;
  /** Values of `{name}` in the route, decoded. */
  readonly params: Record<string, string>;
}

/** The function at a path below `/api/`, which is the prefix of Azure Functions. */
export function matchFunction(
  functions: Readonly<Record<string, HttpFunction>>,
  method: string,
  path: string,
): MatchedFunction | 'none' | 'otherMethod' {
  const parts = path.split('/').slice(1);
  if (parts.shift() !== 'api') return 'none';
  let found: 'none' | 'otherMethod' = 'none';
  for (const [name, options] of Object.entries(functions)) {
    const params = paramsOf(options.route.split('/'), parts);
    if (params === undefined) continue;
    if (options.methods.some((one) => one === method)) return { name, options, params };
    found = 'otherMethod';
  }
  return found;
}

function paramsOf(route: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (route.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, want] of route.entries()) {
    const part = decoded(parts[i] ?? '');
    const name = /^\{(\w+)\}$/.exec(want)?.[1];
    if (part === undefined || part === '' || (name === undefined && part !== want)) return undefined;
    if (name !== undefined) params[name] = part;
  }
  return params;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
