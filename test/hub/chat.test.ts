import { expect, onTestFinished, test } from 'vitest';
import { newRoomKey, type RoomKey, roomIdOf } from '../../core/board/ids.ts';
import { BOARD_ELEMENT, ElementKind } from '../../core/board/kinds.ts';
import { formatRoomLink } from '../../core/contract/access/room-link.ts';
import type { Session } from '../../renderer/session/session.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { eventually } from '../support/eventually.ts';
import { joinAsGuest } from '../support/guest.ts';
import { draw } from '../unit/renderer/session/world.ts';
import { liveHub } from './live-hub.ts';

const key = newRoomKey(nodeRandom);
const room = roomIdOf(key);

/** A host and two guests, with sessions as the app has them, on a whole server. */
async function lesson() {
  const hub = await liveHub();
  onTestFinished(() => hub.stop());
  const join = (name: string, roomKey?: RoomKey): Session => {
    const session = joinAsGuest(formatRoomLink({ server: hub.server, room }), name, roomKey ? { roomKey } : {});
    onTestFinished(() => session.dispose());
    return session;
  };
  const people = [join('Hana', key), join('Ann'), join('Bob')] as const;
  await eventually(() => expect(people.map((one) => one.members().length)).toEqual([2, 2, 2]));
  return { hub, people };
}
const textsOf = (session: Session): readonly string[] =>
  [...session.board().elements()].filter(({ kind, alive }) => kind === ElementKind.words && alive).map(({ text }) => text);

test('[CHT-3] [CHT-4] in a locked room all talk, guests do not draw, and a question reaches the host alone', async () => {
  const { hub, people } = await lesson();
  const [host, ann, bob] = people;
  const heard: string[] = [];
  for (const one of people)
    one.onSaid(({ from, to, text }) => heard.push(`${one.status().you.name} hears ${from.name} to ${to}: ${text}`));
  await host.act({ act: 'lock', on: true });
  await eventually(() => expect([ann, bob].map((one) => one.status().grant)).toEqual(['comment', 'comment']));
  ann.say('good morning');
  await eventually(() => expect(people.map(textsOf)).toEqual([['good morning'], ['good morning'], ['good morning']]));
  draw(ann);
  expect(ann.status().refused?.code).toBe('access.denied');
  expect(await bob.act({ act: 'say', to: 'hosts', text: 'may I draw?' })).toEqual({});
  expect(await host.act({ act: 'say', to: bob.clientId, text: 'soon' })).toEqual({});
  await eventually(() =>
    expect(heard).toEqual(['Hana hears Bob to hosts: may I draw?', `Bob hears Hana to ${bob.clientId}: soon`]),
  );
  expect(JSON.stringify(hub.logged)).not.toMatch(/good morning|may I draw|soon/);
});

test('[PRS-6] [VOT-1] [VOT-3] reactions, timer and spotlight go through a whole server', async () => {
  const { people } = await lesson();
  const [host, ann, bob] = people;
  const reactions: unknown[] = [];
  host.onReaction((one) => reactions.push(one));
  expect(ann.react(3)).toBe(true);
  await eventually(() => expect(reactions).toEqual([{ who: ann.clientId, reaction: 3 }]));
  const boardOf = (session: Session) => session.board().get(BOARD_ELEMENT);
  ann.setMeeting({ timer: [0, 5_000] });
  host.setMeeting({ spotlight: [host.clientId, 7] });
  await eventually(() => {
    expect(boardOf(bob)?.get('timer')).toEqual([0, 5_000]);
    expect(boardOf(bob)?.get('spotlight')).toEqual([host.clientId, 7]);
  });
  bob.setMeeting({ spotlight: [bob.clientId, 8] });
  await eventually(() => expect(bob.status().refused?.code).toBe('host.needed'));
  await eventually(() => expect(boardOf(bob)?.get('spotlight')).toEqual([host.clientId, 7]));
  host.setMeeting({ pointers: [host.clientId] });
  await eventually(() => expect(boardOf(bob)?.get('pointers')).toEqual([host.clientId]));
});
