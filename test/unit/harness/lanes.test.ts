import { expect, test } from 'vitest';
import { runStages, type Step, type StepResult } from '../../lanes.ts';

/** Steps that end when the test says so. */
function stage() {
  const running = new Map<string, (passed: boolean) => void>();
  const run = ({ script }: Step): Promise<StepResult> =>
    new Promise((resolve) => running.set(script, (passed) => resolve({ script, seconds: 1, passed })));
  const end = async (script: string, passed = true): Promise<void> => {
    running.get(script)?.(passed);
    running.delete(script);
    await new Promise(setImmediate);
  };
  return { run, end, running: () => [...running.keys()] };
}
const STAGES = [[[{ script: 'a1' }, { script: 'a2' }], [{ script: 'b1' }]], [[{ script: 'c1' }]]];

test('lanes run at the same time, steps of a lane one after the other, and a stage when the one before has ended', async () => {
  const { run, end, running } = stage();
  const all = runStages(STAGES, run);
  expect(running()).toEqual(['a1', 'b1']);
  await end('a1');
  expect(running()).toEqual(['b1', 'a2']);
  await end('a2');
  expect(running()).toEqual(['b1']);
  await end('b1');
  expect(running()).toEqual(['c1']);
  await end('c1');
  expect((await all).map(({ script }) => script)).toEqual(['a1', 'a2', 'b1', 'c1']);
});

test('a step that fails ends its lane; the other lanes are waited for, and nothing follows', async () => {
  const { run, end, running } = stage();
  const all = runStages(STAGES, run);
  await end('a1', false);
  expect(running()).toEqual(['b1']);
  await end('b1');
  expect(running()).toEqual([]);
  expect((await all).map(({ script, passed }) => [script, passed])).toEqual([
    ['a1', false],
    ['b1', true],
  ]);
});
