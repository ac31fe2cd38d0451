import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PointerEffect, type PointerInput, USUAL_HABITS } from '../../../../../renderer/engine/input/pointer-facts.ts';
import { step } from '../../../../../renderer/engine/input/pointer-machine.ts';
import { START } from '../../../../../renderer/engine/input/pointer-state.ts';
import { POINTER_CASES, type PointerCase } from './pointer-cases.ts';

const PAGE = fileURLToPath(new URL('../../../../../docs/quality/pointer-cases.md', import.meta.url));
const COMMAND = 'npx vitest run -u test/unit/renderer/engine/input/pointer-machine.test.ts';

const WORDS = { markView: 'mark view', restoreView: 'restore view', penSeen: 'pen seen' } as const;

function wordOf(effect: PointerEffect): string {
  switch (effect.do) {
    case 'press':
      return `press ${effect.role} ${effect.pointer.id}`;
    case 'drag':
    case 'release':
      return `${effect.do} ${effect.pointer.id}`;
    case 'cancel':
      return `cancel ${effect.reason}`;
    case 'hover':
      return effect.pointer ? 'hover' : 'leave';
    case 'pinch':
      return `pinch ${effect.from.x}→${effect.to.x} ×${Math.round(effect.factor * 100) / 100}`;
    case 'tap':
      return `tap ${effect.fingers}`;
    default:
      return WORDS[effect.do];
  }
}

function play({ inputs, habits }: Pick<PointerCase, 'inputs' | 'habits'>): readonly string[] {
  let state = START;
  const told: string[] = [];
  for (const input of inputs) {
    const next = step(state, input, { ...USUAL_HABITS, ...habits });
    state = next.state;
    told.push(...next.effects.map(wordOf));
  }
  return told;
}

for (const { title, cases } of POINTER_CASES)
  describe(title, () => {
    for (const one of cases) test(`${one.title}: ${one.must}`, () => expect(play(one)).toEqual(one.told));
  });

function pageOf(): string {
  const groups = POINTER_CASES.map(({ title, cases }) => {
    const rows = cases.map((one) => `| ${one.title} | ${one.must} | ${play(one).join(', ') || 'nothing'} |`);
    return `## ${title}\n\n| What happens | What it must do | What the tools are told |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Pointer cases

Each sequence of mouse, fingers and pen with what it must do. Generated from \`test/unit/renderer/engine/input/pointer-cases.ts\` by
playing it to \`renderer/engine/input/pointer-machine.ts\`. Made anew by \`${COMMAND}\`.

The tools are told: \`press\`, \`drag\` and \`release\` with the number of the pointer, and at the press whose gesture it is (\`tool\`: the
chosen one). \`cancel interrupted\` keeps what was drawn, \`cancel gesture\` takes it back.

${groups.join('\n')}`;
}

test(`the page lists every case (${COMMAND})`, async () => {
  await expect(pageOf()).toMatchFileSnapshot(PAGE);
});

const anyInput: fc.Arbitrary<PointerInput> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('down', 'move', 'up', 'left'),
    pointer: fc
      .record({
        device: fc.constantFrom(['mouse', 1], ['pen', 9], ['touch', 2], ['touch', 3], ['touch', 4]),
        button: fc.constantFrom(-1, 0, 1, 2, 5),
        buttons: fc.constantFrom(0, 1, 2, 3, 4, 32),
        primary: fc.boolean(),
        x: fc.integer({ min: 0, max: 300 }),
        y: fc.integer({ min: 0, max: 300 }),
        at: fc.integer({ min: 0, max: 3_000 }),
      })
      .map(({ device: [type, id], ...facts }) => ({ ...facts, type, id }) as const),
  }) as fc.Arbitrary<PointerInput>,
  fc.record({ kind: fc.constant('lost' as const), id: fc.constantFrom(1, 2, 3, 4, 9) }),
  fc.constantFrom<PointerInput>({ kind: 'noFingers' }, { kind: 'silent' }, { kind: 'away' }, { kind: 'takenBack' }),
  fc.record({ kind: fc.constant('space' as const), held: fc.boolean() }),
);

/** What a receiver may rely on, whatever the system tells. */
test('a tool is pressed once, dragged only while it is pressed, and free when all is over', () => {
  fc.assert(
    fc.property(fc.array(anyInput, { maxLength: 40 }), fc.constantFrom('auto', 'on', 'off'), (inputs, penMode) => {
      let state = START;
      let isPressed = false;
      const tell = (input: PointerInput): void => {
        const next = step(state, input, { ...USUAL_HABITS, penMode });
        state = next.state;
        // The one who takes a press back tells the tool itself.
        if (input.kind === 'takenBack') isPressed = false;
        for (const effect of next.effects) {
          if (effect.do === 'press') {
            expect(isPressed).toBe(false);
            isPressed = true;
          } else if (effect.do === 'drag' || effect.do === 'release' || effect.do === 'cancel') {
            expect(isPressed).toBe(true);
            if (effect.do !== 'drag') isPressed = false;
          }
          if (effect.do === 'pinch') expect(effect.factor).toBeGreaterThan(0);
        }
        expect(state.stage.at === 'pressed').toBe(isPressed);
      };
      for (const input of inputs) tell(input);
      tell({ kind: 'away' });
      expect(isPressed).toBe(false);
      // Nothing of it keeps a new finger or a mouse from drawing.
      const facts = { button: 0, buttons: 1, primary: true, x: 0, y: 0, at: 100_000 };
      tell({ kind: 'down', pointer: { ...facts, id: 77, type: 'mouse' } });
      expect(state.stage).toMatchObject({ at: 'pressed', id: 77 });
    }),
    { numRuns: 2_000 },
  );
});
