import { lengthPrefixFraming, recordSeparatorFraming } from '@inkroom/signalr/hub-protocol/framing';
import { Inbox } from '@inkroom/signalr/receiving/inbox';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { framed } from '../../../../signalr/raw-client.ts';

const MAX = 1_000;

function takeAll(inbox: Inbox, framing: typeof lengthPrefixFraming, max = MAX): string[] {
  const taken: string[] = [];
  for (;;) {
    const one = inbox.take(framing, max);
    if (typeof one === 'string') return one === 'empty' ? taken : [...taken, one];
    taken.push(one.toString('hex'));
  }
}

/** Cuts a stream of bytes as the numbers say. */
function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? 1);
    // Copies, as a socket hands them out.
    pieces.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  return pieces;
}

describe.each([
  { name: 'length prefix', framing: lengthPrefixFraming, frame: (body: Uint8Array) => framed(body) },
  {
    name: 'record separator',
    framing: recordSeparatorFraming,
    frame: (body: Uint8Array) => Buffer.concat([body.map((byte) => (byte === 0x1e ? 0 : byte)), Buffer.from([0x1e])]),
  },
])('$name', ({ framing, frame }) => {
  test('messages cut anywhere come out whole and in order, and stay as they were', () => {
    const bodies = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 }), (messages, sizes) => {
        const frames = messages.map(frame);
        const inbox = new Inbox();
        const views: Buffer[] = [];
        for (const piece of cut(Buffer.concat(frames), sizes)) {
          inbox.push(piece);
          for (;;) {
            const one = inbox.take(framing, MAX);
            if (typeof one === 'string') break;
            views.push(one);
          }
        }
        expect(views.map((one) => one.toString('hex'))).toEqual(frames.map((one) => one.toString('hex')));
        expect(inbox.size).toBe(0);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('several pushes may come before a take', () => {
    const frames = [frame(Buffer.from('aaaa')), frame(Buffer.from('bb')), frame(Buffer.alloc(200, 7))];
    const inbox = new Inbox();
    const all = Buffer.concat(frames);
    inbox.push(all.subarray(0, 3));
    inbox.push(all.subarray(3, 9));
    expect(inbox.take(framing, MAX)).toEqual(frames[0]);
    inbox.push(all.subarray(9));
    expect(takeAll(inbox, framing)).toEqual(frames.slice(1).map((one) => one.toString('hex')));
  });

  test('a message that comes byte by byte takes no more memory than twice its length', () => {
    const inbox = new Inbox();
    for (const byte of frame(Buffer.alloc(900, 1)).subarray(0, 900)) {
      inbox.push(Buffer.from([byte]));
      expect(inbox.take(framing, MAX)).toBe('empty');
    }
    expect(inbox.size).toBe(900);
  });
});

test('[72] a length is accepted up to the limit, prefix included, and refused before its body is there', () => {
  const inbox = new Inbox();
  inbox.push(framed(Buffer.alloc(998)));
  expect(takeAll(inbox, lengthPrefixFraming)).toHaveLength(1);
  inbox.push(framed(Buffer.alloc(999)).subarray(0, 2));
  expect(inbox.take(lengthPrefixFraming, MAX)).toBe('tooLarge');
});

test('[73] a length of six bytes, or above 2^31, is malformed', () => {
  for (const hex of ['ffffffffff', 'ffffffff08', '8080808080']) {
    const inbox = new Inbox();
    inbox.push(Buffer.from(hex, 'hex'));
    expect(inbox.take(lengthPrefixFraming, MAX)).toBe('malformed');
  }
});

test('text without a separator is refused as soon as it is longer than a message may be', () => {
  const inbox = new Inbox();
  inbox.push(Buffer.alloc(999, 0x61));
  expect(inbox.take(recordSeparatorFraming, MAX)).toBe('empty');
  inbox.push(Buffer.from('a'));
  expect(inbox.take(recordSeparatorFraming, MAX)).toBe('tooLarge');
});
