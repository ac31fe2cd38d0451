import { expect, test } from 'vitest';
import type { ClientId, InstanceId } from '../../../../../core/board/ids.ts';
import type { MemberEntry } from '../../../../../core/contract/hub-contract.ts';
import { Members } from '../../../../../renderer/session/joining/members.ts';

const HERE = 'AAAAAAAAAAA' as InstanceId;
const THERE = 'BBBBBBBBBBB' as InstanceId;
const id = (letter: string): ClientId => letter.repeat(11) as ClientId;
const entry = (no: number, letter: string, name: string): MemberEntry => ({ no, clientId: id(letter), name, color: no });

test('people of one name are told apart, in the order in which they came, oneself among them', () => {
  const members = new Members(id('m'));
  members.replace(HERE, [entry(1, 'a', 'Ann'), entry(2, 'm', 'Ann'), entry(3, 'b', 'Ben')]);
  members.replace(THERE, [entry(1, 'c', 'ann')]);
  const names = (): string[] => members.list().map(({ name }) => name);
  expect(names()).toEqual(['Ann', 'Ben', 'ann (3)']);
  members.joined(HERE, [{ kind: 'joined', member: entry(4, 'd', 'Ben') }]);
  expect(names()).toEqual(['Ann', 'Ben', 'Ben (2)', 'ann (3)']);
  // Pointers change nothing about it.
  members.moved(id('d'), { x: 1, y: 2 }, 5);
  expect(members.list()[2]).toMatchObject({ name: 'Ben (2)', cursor: { x: 1, y: 2 } });
  members.left(HERE, [
    { kind: 'left', no: 1 },
    { kind: 'left', no: 3 },
  ]);
  expect(names()).toEqual(['Ben', 'ann (2)']);
  members.forgetOrigins();
  expect(names()).toEqual([]);
});
