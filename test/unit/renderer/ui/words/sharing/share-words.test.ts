import { describe, expect, test } from 'vitest';
import type { HostingState, NetworkHosting } from '../../../../../../core/contract/desktop/shell-contract.ts';
import { shareView } from '../../../../../../renderer/ui/panels/sharing/share-view.ts';
import {
  choiceWords,
  failedWords,
  firewallWords,
  guestWords,
  reachWords,
  SHARE,
  stopQuestion,
} from '../../../../../../renderer/ui/words/sharing/share-words.ts';

const HUB = 'http://127.0.0.1:7420';
const LAN = 'http://192.168.1.7:7420';
const own: NetworkHosting = { hub: HUB, choices: [], state: { at: 'off' }, guests: 0 };

describe('what Share offers', () => {
  test.each([
    ['the app’s own board', HUB, own, undefined, { kind: 'own', hosting: own }],
    ['the app in a room elsewhere', LAN, own, undefined, { kind: 'shared', servers: [LAN] }],
    ['a page on the hub’s computer, hub for the network', HUB, null, { network: [LAN] }, { kind: 'shared', servers: [LAN] }],
    [
      'a hub with an address of its own',
      HUB,
      null,
      { public: 'https://ink.example', network: [] },
      { kind: 'shared', servers: ['https://ink.example'] },
    ],
  ] as const)('%s', (_, server, hosting, told, view) => expect(shareView(server, hosting, told)).toEqual(view));

  test('a link that works on this computer only is never shown as one for others, and the next step is said', () => {
    for (const told of [undefined, { network: [] }]) {
      const view = shareView(HUB, null, told);
      expect(view).toEqual({ kind: 'here', server: HUB });
      expect(SHARE.serverHere).toContain('--host 0.0.0.0');
    }
  });
});

test('each proof, fault and number is one sentence', () => {
  const on = { at: 'on', address: '192.168.1.7', server: LAN } as const;
  const failed = (why: Extract<HostingState, { at: 'failed' }>['why']) =>
    failedWords({ at: 'failed', address: '192.168.1.7', why });
  expect([
    ...(['asking', 'yes', 'no'] as const).map((reached) => reachWords({ ...on, reached })),
    ...(['noAddress', 'noPort', 'notAllowed', 'unknown'] as const).map(failed),
    ...(['windows', 'mac', 'linux'] as const).map((platform) => firewallWords(platform, LAN)),
    firewallWords('linux', 'http://192.168.1.7'),
    ...[0, 1, 1_200].map(guestWords),
    ...[1, 2].map(stopQuestion),
  ]).toMatchInlineSnapshot(`
    [
      "Checking that the address works …",
      "Checked: this computer answers at that address.",
      "This computer does not answer at 192.168.1.7. The network may have changed: choose another address, or stop and share again.",
      "192.168.1.7 is no longer an address of this computer. Choose another one.",
      "Other programs use all the ports that Inkroom tried at 192.168.1.7. Quit one of them and try again.",
      "The system does not let Inkroom listen at 192.168.1.7. Choose another address.",
      "Inkroom could not listen at 192.168.1.7. Choose another address, or try again.",
      "Windows may ask whether Inkroom may be reached: allow private networks.",
      "macOS may ask whether Inkroom may accept connections: allow it.",
      "If others cannot open it, a firewall may keep them out: let TCP port 7420 in.",
      "If others cannot open it, a firewall may keep them out: let TCP port 80 in.",
      "Nobody else is here yet.",
      "1 other person is here.",
      "1,200 other people are here.",
      "The room ends for 1 other person. They keep a copy. You go on drawing here.",
      "The room ends for 2 other people. They keep a copy. You go on drawing here.",
    ]
  `);
  expect(stopQuestion(0)).toBeUndefined();
});

test('an address names its interface and what it may be', () => {
  const at = { address: '10.8.0.2', name: 'tun0' } as const;
  expect((['network', 'vpn', 'virtual', 'selfAssigned'] as const).map((kind) => choiceWords({ ...at, kind }))).toEqual([
    '10.8.0.2 (tun0)',
    '10.8.0.2 (tun0, VPN)',
    '10.8.0.2 (tun0, virtual)',
    '10.8.0.2 (tun0, no router)',
  ]);
});
