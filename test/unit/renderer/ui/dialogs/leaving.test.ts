import { describe, expect, test } from 'vitest';
import type { Epoch } from '../../../../../core/board/ids.ts';
import type { CloseQuestion } from '../../../../../core/contract/desktop/shell-contract.ts';
import { leaveQuestion } from '../../../../../renderer/ui/dialogs/leave-question.ts';
import { createLeaving } from '../../../../../renderer/ui/dialogs/leaving.ts';
import { createValue } from '../../../../../renderer/ui/value-store.ts';
import { watchCompany } from '../../../../../renderer/ui/watching/people/company.ts';
import type { Person } from '../../../../../renderer/ui/watching/people/people.ts';
import { AT, findStatus } from '../every-status.ts';
import { statusOf, YOU } from '../fake-session.ts';

const ALONE = { others: 0, saved: { board: false, lostCopy: false } };
const LOST = { epoch: 'EEEEEEEEEEE' as Epoch, elements: 412, removed: 0, upTo: AT.now, elementsInRoom: 0 };

describe('who leaves is asked', () => {
  test('when they are the last one in a memory-only room with something on its board', () => {
    expect(leaveQuestion(statusOf({ elements: 3 }), ALONE)).toEqual({
      message: 'You are the last one here.',
      detail: 'This board is in the server’s memory only: it is gone about 30 s after you leave. Save a copy to keep it.',
    });
  });

  test('when the server is away and nobody else was here: this window may hold the last copy', () => {
    for (const state of [{ phase: 'offline' }, { phase: 'connecting', attempt: 3, since: 0 }] as const)
      expect(leaveQuestion(statusOf({ elements: 3, state }), ALONE)?.message).toBe(
        'This window may hold the last copy of the board.',
      );
  });

  test('when the host has ended the room: the copy here goes with the window, whoever else was there', () => {
    const ended = statusOf({ elements: 3, hostEnded: true, state: { phase: 'refused', code: 'room.host_ended' } });
    expect(leaveQuestion(ended, { ...ALONE, others: 2 })).toEqual({
      message: 'The host ended this room.',
      detail: 'Its board ended with it. Save a copy to keep it.',
    });
    expect(leaveQuestion(ended, { others: 2, saved: { board: true, lostCopy: false } })).toBeUndefined();
    expect(leaveQuestion({ ...ended, persistence: { mode: 'lmdb', since: 0 } }, ALONE)).toBeUndefined();
  });

  test('when a copy is undecided or something is unsent, and neither outlives the window; all reasons are given', () => {
    const question = leaveQuestion(statusOf({ lostCopy: LOST, unsent: 2 }), { ...ALONE, others: 1 });
    expect(question?.message).toBe('You have not decided about the copy that you hold.');
    expect(question?.detail).toBe('Your copy of 412 elements goes when you leave. If you leave now, nobody else will see them.');
  });
});

describe('who leaves is not asked', () => {
  test('about what others hold, a store holds, the device keeps, a file has, or is not there', () => {
    const kept = { outboxKept: 'device', unsent: 2, lostCopy: LOST, elements: 3 } as const;
    expect(leaveQuestion(statusOf(kept), { ...ALONE, others: 1 })).toBeUndefined();
    expect(leaveQuestion(statusOf({ ...kept, persistence: { mode: 'lmdb', since: 0 } }), ALONE)).toBeUndefined();
    expect(
      leaveQuestion(statusOf({ elements: 3, unsent: 1 }), { ...ALONE, saved: { board: true, lostCopy: false } }),
    ).toBeUndefined();
    expect(leaveQuestion(statusOf({ lostCopy: LOST }), { ...ALONE, saved: { board: false, lostCopy: true } })).toBeUndefined();
    expect(leaveQuestion(statusOf({ elements: 0 }), ALONE)).toBeUndefined();
    expect(leaveQuestion(statusOf({ elements: 3, state: { phase: 'refused', code: 'join.replaced' } }), ALONE)).toBeUndefined();
  });

  test('in any combination in which nothing would be lost, and is in every other', () => {
    const wrong = findStatus((status) => {
      const { persistence, elements, state, outboxKept, unsent, lostCopy, hostEnded } = status;
      const boardGoes = persistence?.mode === 'none' && elements > 0 && (state.phase !== 'refused' || hostEnded);
      const ownGoes = outboxKept === 'memory' && (unsent > 0 || lostCopy !== undefined);
      return (leaveQuestion(status, ALONE) !== undefined) !== (boardGoes || ownGoes);
    });
    expect(wrong).toBeUndefined();
  });
});

const BEN: Person = { clientId: YOU, name: 'Ben', color: 1 };

test('the people who were here when the connection went are not forgotten while it is away', () => {
  const status = createValue(statusOf());
  const people = createValue<readonly Person[]>([BEN]);
  const company = watchCompany(status, people);
  status.write(statusOf({ state: { phase: 'connecting', attempt: 2, since: 0 } }));
  people.write([]);
  expect(company.read()).toBe(1);
  status.write(statusOf());
  expect(company.read()).toBe(0);
  company.dispose();
  people.write([BEN]);
  expect(company.read()).toBe(0);
});

describe('the question', () => {
  function world(saveWorks = true) {
    const status = createValue(statusOf({ elements: 3 }));
    const company = createValue(0);
    const told: (CloseQuestion | null)[] = [];
    const events: string[] = [];
    let saved = false;
    const leaving = createLeaving({
      status,
      company,
      files: {
        async save() {
          saved = saveWorks;
          return saveWorks;
        },
        saved: () => ({ board: saved, lostCopy: false }),
      },
      shell: {
        setCloseQuestion: async (question) => void told.push(question),
        closeWindow: async () => void events.push('window closed'),
      },
    });
    return { status, company, told, events, leaving };
  }

  test('is with the shell as long as it would have to be asked, and told only when it changes', () => {
    const { status, company, told, leaving } = world();
    status.write(statusOf({ elements: 4 }));
    expect(told.map((question) => question?.message)).toEqual(['You are the last one here.']);
    company.write(1);
    company.write(0);
    leaving.dispose();
    expect(told.map((question) => question?.message)).toEqual([
      'You are the last one here.',
      undefined,
      'You are the last one here.',
      undefined,
    ]);
  });

  test('lets go at once where nothing would be lost', () => {
    const { company, leaving } = world();
    company.write(2);
    expect(leaving.mayLeave(() => {})).toBe(true);
    expect(leaving.read()).toBeUndefined();
  });

  test('waits for the person: stay, leave, or save and leave', async () => {
    const { leaving, events } = world();
    expect(leaving.mayLeave(() => events.push('left'))).toBe(false);
    leaving.read()?.stay();
    expect([leaving.read(), events]).toEqual([undefined, []]);
    leaving.mayLeave(() => events.push('left'));
    leaving.read()?.leave();
    expect([leaving.read(), events]).toEqual([undefined, ['left']]);
    const gone = Promise.withResolvers<void>();
    leaving.mayLeave(gone.resolve);
    leaving.read()?.save?.();
    await gone.promise;
    expect(leaving.read()).toBeUndefined();
  });

  test('about a server that a link leads to is asked even where nothing would be lost, and offers no copy', () => {
    const { company, leaving, events } = world();
    company.write(2);
    leaving.askToFollow('https://new.example', () => events.push('gone'));
    expect(leaving.read()).toMatchObject({ leaveWords: 'Open', save: undefined });
    expect(leaving.read()?.detail).toContain('https://new.example');
    leaving.read()?.stay();
    expect([leaving.read(), events]).toEqual([undefined, []]);
    leaving.askToFollow('https://new.example', () => events.push('gone'));
    leaving.read()?.leave();
    expect([leaving.read(), events]).toEqual([undefined, ['gone']]);
  });

  test('closes the window after a copy was saved, and only then', async () => {
    const cancelled = world(false);
    await cancelled.leaving.saveAndClose();
    expect(cancelled.events).toEqual([]);
    const { leaving, events, told } = world();
    await leaving.saveAndClose();
    expect(events).toEqual(['window closed']);
    expect(told.at(-1)).toBeNull();
    expect(leaving.question()).toBeUndefined();
  });
});
