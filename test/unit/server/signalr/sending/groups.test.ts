import { jsonProtocol } from '@inkroom/signalr/hub-protocol/json';
import { messagePackProtocol } from '@inkroom/signalr/hub-protocol/messagepack';
import { Broadcast } from '@inkroom/signalr/sending/broadcast';
import { Groups, type Member } from '@inkroom/signalr/sending/groups';
import { describe, expect, test } from 'vitest';

interface Listener extends Member {
  readonly got: Uint8Array[];
}

function listener(id: string, protocol = messagePackProtocol, isOpen = true): Listener {
  const got: Uint8Array[] = [];
  return {
    id,
    got,
    groups: undefined,
    deliver(message) {
      if (isOpen) got.push(message.in(protocol));
      return isOpen;
    },
  };
}

describe('groups', () => {
  test('a send is encoded once per protocol: members get the same bytes, not equal ones', () => {
    const groups = new Groups<Listener>();
    const members = ['a', 'b', 'c', 'd'].map((id, i) => listener(id, i < 2 ? messagePackProtocol : jsonProtocol));
    for (const member of members) groups.add(member, 'g');
    expect(groups.send('g', 'm', [1])).toBe(4);
    const [a, b, c, d] = members.map(({ got }) => got[0]);
    expect(a).toBe(b);
    expect(c).toBe(d);
    expect(a).not.toBe(c);
  });

  test('nothing is encoded when nobody is there', () => {
    const unencodable = new Map();
    expect(new Groups<Listener>().send('g', 'm', [unencodable])).toBe(0);
    expect(() => new Broadcast('m', [unencodable]).in(messagePackProtocol)).toThrow();
  });

  test('one connection or a set may be left out, closed ones are not counted', () => {
    const groups = new Groups<Listener>();
    const members = [listener('a'), listener('b'), listener('c'), listener('d', messagePackProtocol, false)];
    for (const member of members) groups.add(member, 'g');
    expect(groups.send('g', 'm', [1], 'a')).toBe(2);
    expect(groups.send('g', 'm', [2], new Set(['a', 'b']))).toBe(1);
    expect(members.map(({ got }) => got.length)).toEqual([0, 1, 2, 0]);
  });

  test('a member leaves all its groups at once, and an empty group is no more', () => {
    const groups = new Groups<Listener>();
    const [a, b] = [listener('a'), listener('b')];
    groups.add(a, 'g');
    groups.add(a, 'g');
    groups.add(a, 'h');
    groups.add(b, 'g');
    groups.leaveAll(a);
    expect(groups.size).toBe(1);
    expect(groups.send('g', 'm', [1])).toBe(1);
    groups.remove(b, 'g');
    groups.remove(b, 'g');
    expect(groups.size).toBe(0);
    expect([a.got.length, b.got.length]).toEqual([0, 1]);
  });
});
