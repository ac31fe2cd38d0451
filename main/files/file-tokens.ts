import type { FileToken } from '../../core/contract/desktop/shell-contract.ts';

/** Keeps the paths of the files that the person chose. The renderer has a token for each and can name no other file. */
export interface FileTokens {
  issue(path: string): FileToken;
  /** The path of a token. Undefined for another text. */
  path(token: string): string | undefined;
}

/** `newToken` must be unguessable. One file has one token, so the map does not grow with every save. */
export function fileTokens(newToken: () => string): FileTokens {
  const paths = new Map<string, string>();
  const tokens = new Map<string, FileToken>();
  return {
    issue(path) {
      const known = tokens.get(path);
      if (known !== undefined) return known;
      const token = newToken() as FileToken;
      tokens.set(path, token);
      paths.set(token, path);
      return token;
    },
    path: (token) => paths.get(token),
  };
}
