import type { ShellCapabilities } from '../../../core/contract/shell-contract.ts';

export const ABOUT = {
  title: 'About Inkroom',
  what: 'A whiteboard for drawing together, on your own computer or server.',
  copy: 'Copy for a report',
  copied: 'Copied.',
  close: 'Close',
} as const;

const PLATFORMS: Readonly<Record<ShellCapabilities['platform'], string>> = {
  mac: 'macOS',
  windows: 'Windows',
  linux: 'Linux',
  browser: 'the browser',
};

/** The facts that distinguish one Inkroom from another. */
export function versionWords(
  { kind, platform, version }: Pick<ShellCapabilities, 'kind' | 'platform' | 'version'>,
  contract: number,
  userAgent: string,
): readonly (readonly [name: string, value: string])[] {
  const app = kind === 'desktop' ? `${version}, desktop app on ${PLATFORMS[platform]}` : `${version}, in ${PLATFORMS.browser}`;
  return [
    ['Version', app],
    ['Speaks with servers', `contract ${contract}`],
    ['Runs in', userAgent],
  ];
}
