import type { ShellCapabilities } from '../../../core/contract/desktop/shell-contract.ts';
import type { Fact } from '../chrome/parts/fact-list.tsx';
import { UPDATES } from './update-words.ts';

export const ABOUT = {
  title: 'About Inkroom',
  what: 'A whiteboard for drawing together, on your own computer or server.',
  copy: 'Copy for a report',
  close: 'Close',
  version: 'Version',
  server: 'Speaks with servers',
  browser: 'Runs in',
  contract: (version: number): string => `contract ${version}`,
  inBrowser: (version: string): string => `${version}, in the browser`,
  desktop: {
    mac: (version: string): string => `${version}, desktop app on macOS`,
    windows: (version: string): string => `${version}, desktop app on Windows`,
    linux: (version: string): string => `${version}, desktop app on Linux`,
  },
} as const;

/** The facts that distinguish one Inkroom from another. */
export function versionWords(
  { kind, platform, version }: Pick<ShellCapabilities, 'kind' | 'platform' | 'version'>,
  contract: number,
  userAgent: string,
  updates?: string,
): readonly Fact[] {
  const isApp = kind === 'desktop' && platform !== 'browser';
  return [
    [ABOUT.version, isApp ? ABOUT.desktop[platform](version) : ABOUT.inBrowser(version)],
    ...(updates === undefined ? [] : [[UPDATES.name, updates] as const]),
    [ABOUT.server, ABOUT.contract(contract)],
    [ABOUT.browser, userAgent],
  ];
}
