import type { PointerFacts, PointerHabits, PointerInput } from '../../../../../renderer/engine/input/pointer-facts.ts';

/** One sequence of pointers, what a person calls it, what it must do, and what the tools are told. */
export interface PointerCase {
  readonly title: string;
  readonly must: string;
  readonly habits?: Partial<PointerHabits>;
  readonly inputs: readonly PointerInput[];
  readonly told: readonly string[];
}

type Part = Partial<PointerFacts>;
const at = (kind: 'down' | 'move' | 'up' | 'left', part: Part): PointerInput => ({
  kind,
  pointer: { id: 1, type: 'mouse', button: -1, buttons: 0, primary: true, x: 0, y: 0, at: 0, ...part },
});
const mouse = {
  down: (part: Part = {}) => at('down', { button: 0, buttons: 1, ...part }),
  move: (part: Part = {}) => at('move', { buttons: 1, ...part }),
  hover: (part: Part = {}) => at('move', part),
  up: (part: Part = {}) => at('up', { button: 0, ...part }),
  left: () => at('left', {}),
};
const PEN = { id: 9, type: 'pen' } as const;
const pen = {
  down: (part: Part = {}) => at('down', { ...PEN, button: 0, buttons: 1, ...part }),
  move: (part: Part = {}) => at('move', { ...PEN, buttons: 1, ...part }),
  hover: (part: Part = {}) => at('move', { ...PEN, ...part }),
  up: (part: Part = {}) => at('up', { ...PEN, button: 0, ...part }),
};
/** The first finger is 1: it is primary. */
const finger = {
  down: (id: number, x: number, time: number, part: Part = {}) =>
    at('down', { id, type: 'touch', button: 0, buttons: 1, primary: id === 1, x, at: time, ...part }),
  move: (id: number, x: number, time: number) => at('move', { id, type: 'touch', buttons: 1, primary: id === 1, x, at: time }),
  up: (id: number, x: number, time: number) => at('up', { id, type: 'touch', button: 0, primary: id === 1, x, at: time }),
};
const AWAY: PointerInput = { kind: 'away' };
const SPACE: PointerInput = { kind: 'space', held: true };

export interface CaseGroup {
  readonly title: string;
  readonly cases: readonly PointerCase[];
}

export const POINTER_CASES: readonly CaseGroup[] = [
  {
    title: 'Mouse',
    cases: [
      {
        title: 'Press, drag, release',
        must: 'belong to the chosen tool.',
        inputs: [mouse.hover(), mouse.down(), mouse.move({ x: 5 }), mouse.up({ x: 5 })],
        told: ['hover', 'press tool 1', 'drag 1', 'release 1'],
      },
      {
        title: 'The pointer leaves the board without a button down',
        must: 'ends what hovering shows.',
        inputs: [mouse.hover(), mouse.left()],
        told: ['hover', 'leave'],
      },
      {
        title: 'Middle button, or the first one with the space bar held',
        must: 'move the board, whatever the tool.',
        inputs: [mouse.down({ button: 1, buttons: 4 }), mouse.up({ button: 1 }), SPACE, mouse.down(), mouse.up()],
        told: ['press hand 1', 'release 1', 'press hand 1', 'release 1'],
      },
      {
        title: 'Second button',
        must: 'is for the context menu: no tool hears of it.',
        inputs: [mouse.down({ button: 2, buttons: 2 }), mouse.up({ button: 2 })],
        told: [],
      },
      {
        title: 'The second button goes down and up during a stroke',
        must: 'changes nothing: the stroke goes on.',
        inputs: [
          mouse.down(),
          mouse.move({ button: 2, buttons: 3 }),
          mouse.move({ button: 2, buttons: 1 }),
          mouse.move({ x: 9 }),
          mouse.up(),
        ],
        told: ['press tool 1', 'drag 1', 'drag 1', 'drag 1', 'release 1'],
      },
      {
        title: 'The first button goes up while the second is held',
        must: 'ends the stroke there, although the system tells no end.',
        inputs: [mouse.down(), mouse.move({ button: 2, buttons: 3 }), mouse.move({ button: 0, buttons: 2 })],
        told: ['press tool 1', 'drag 1', 'release 1', 'hover'],
      },
      {
        title: 'The first button goes down while the second is held',
        must: 'begins a stroke, although the system tells no press.',
        inputs: [mouse.down({ button: 2, buttons: 2 }), mouse.move({ button: 0, buttons: 3 }), mouse.move({ buttons: 3 })],
        told: ['press tool 1', 'drag 1'],
      },
      {
        title: 'The button goes up outside of the window, or under a native dialog: no end is told',
        must: 'ends the stroke at the next movement, where it was last drawn.',
        inputs: [mouse.down(), mouse.move({ x: 5 }), mouse.hover({ x: 300 }), mouse.hover({ x: 310 })],
        told: ['press tool 1', 'drag 1', 'cancel interrupted', 'hover', 'hover'],
      },
      {
        title: 'No end is told, and the button is pressed again',
        must: 'ends the old stroke and begins another one.',
        inputs: [mouse.down(), mouse.move({ x: 5 }), mouse.down({ x: 300 }), mouse.up({ x: 300 })],
        told: ['press tool 1', 'drag 1', 'cancel interrupted', 'press tool 1', 'release 1'],
      },
      {
        title: 'The capture is lost, or the system cancels the pointer',
        must: 'keeps what was drawn. What comes of that pointer until the next press draws nothing.',
        inputs: [mouse.down(), { kind: 'lost', id: 1 }, { kind: 'lost', id: 1 }, mouse.move(), mouse.up()],
        told: ['press tool 1', 'cancel interrupted', 'hover'],
      },
      {
        title: 'The window loses the focus or is hidden, or a dialog opens, during a stroke',
        must: 'keeps what was drawn, and no key counts as held.',
        inputs: [SPACE, mouse.down(), AWAY, mouse.move(), mouse.up(), mouse.down()],
        told: ['press hand 1', 'cancel interrupted', 'hover', 'press tool 1'],
      },
      {
        title: 'Escape during a stroke',
        must: 'takes it back. The pointer means nothing until it is pressed again.',
        inputs: [mouse.down(), { kind: 'takenBack' }, mouse.move(), mouse.up(), mouse.down()],
        told: ['press tool 1', 'hover', 'press tool 1'],
      },
    ],
  },
  {
    title: 'Fingers',
    cases: [
      {
        title: 'One finger',
        must: 'draws, as long as no pen was seen.',
        inputs: [finger.down(1, 0, 0), finger.move(1, 20, 20), finger.up(1, 20, 40)],
        told: ['mark view', 'press tool 1', 'drag 1', 'release 1'],
      },
      {
        title: 'One finger with the space bar held',
        must: 'moves the board.',
        inputs: [SPACE, finger.down(1, 0, 0), finger.up(1, 0, 40)],
        told: ['mark view', 'press hand 1', 'release 1'],
      },
      {
        title: 'Two fingers, the second soon after the first',
        must: 'pinch. The first one’s stroke is taken back, and what is left after one is up draws nothing.',
        inputs: [
          finger.down(1, 100, 0),
          finger.down(2, 200, 60),
          finger.move(2, 220, 80),
          finger.move(2, 340, 90),
          finger.up(1, 100, 500),
          finger.move(2, 400, 510),
          finger.up(2, 400, 520),
          finger.down(1, 0, 900),
        ],
        told: ['mark view', 'press tool 1', 'cancel gesture', 'pinch 160→220 ×2', 'mark view', 'press tool 1'],
      },
      {
        title: 'Two fingers, the second 600 ms after the first, which has gone 60 pixels',
        must: 'pinch all the same, and the stray stroke is taken back.',
        inputs: [
          finger.down(1, 100, 0),
          finger.move(1, 130, 200),
          finger.move(1, 160, 400),
          finger.down(2, 260, 600),
          finger.move(2, 280, 620),
          finger.move(2, 360, 640),
        ],
        told: ['mark view', 'press tool 1', 'drag 1', 'drag 1', 'cancel gesture', 'pinch 220→260 ×1.67'],
      },
      {
        title: 'Two fingers, the first of which has rested for seconds',
        must: 'pinch, and the dot of the first is taken back.',
        inputs: [finger.down(1, 100, 0), finger.move(1, 105, 1_000), finger.down(2, 200, 4_000)],
        told: ['mark view', 'press tool 1', 'drag 1', 'cancel gesture'],
      },
      {
        title: 'A palm lands while a finger has been drawing a long stroke',
        must: 'changes nothing. The next stroke can be drawn while the palm rests.',
        inputs: [
          finger.down(1, 0, 0),
          finger.move(1, 200, 1_500),
          finger.down(2, 300, 2_000),
          finger.move(2, 320, 2_010),
          finger.move(1, 220, 2_020),
          finger.up(1, 220, 2_030),
          finger.down(3, 50, 2_100),
          finger.up(3, 50, 2_200),
          finger.up(2, 320, 2_300),
        ],
        told: ['mark view', 'press tool 1', 'drag 1', 'drag 1', 'release 1', 'mark view', 'press tool 3', 'release 3'],
      },
      {
        title: 'One finger of a pinch is lifted and comes down again',
        must: 'goes on with the pinch.',
        inputs: [
          finger.down(1, 100, 0),
          finger.down(2, 200, 60),
          finger.up(2, 200, 700),
          finger.down(3, 300, 900),
          finger.move(3, 320, 910),
          finger.move(3, 340, 920),
        ],
        told: ['mark view', 'press tool 1', 'cancel gesture', 'pinch 210→220 ×1.09'],
      },
      {
        title: 'Two fingers tremble on the glass',
        must: 'neither move nor zoom the board.',
        inputs: [finger.down(1, 100, 0), finger.down(2, 200, 60), finger.move(2, 205, 80), finger.move(1, 96, 600)],
        told: ['mark view', 'press tool 1', 'cancel gesture'],
      },
      {
        title: 'A tap with two fingers, and one with three',
        must: 'undo, and do it again.',
        inputs: [
          finger.down(1, 100, 0),
          finger.down(2, 200, 60),
          finger.up(2, 200, 160),
          finger.up(1, 100, 180),
          finger.down(1, 100, 1_000),
          finger.down(2, 200, 1_030),
          finger.down(3, 300, 1_060),
          finger.up(2, 200, 1_160),
          finger.up(3, 300, 1_170),
          finger.up(1, 100, 1_180),
        ],
        told: ['mark view', 'press tool 1', 'cancel gesture', 'tap 2', 'mark view', 'press tool 1', 'cancel gesture', 'tap 3'],
      },
      {
        title: 'Two fingers that rest, or four at once',
        must: 'are no tap.',
        inputs: [
          finger.down(1, 100, 0),
          finger.down(2, 200, 60),
          finger.up(2, 200, 700),
          finger.up(1, 100, 710),
          finger.down(1, 100, 1_000),
          finger.down(2, 200, 1_010),
          finger.down(3, 300, 1_020),
          finger.down(4, 400, 1_030),
          finger.up(4, 400, 1_100),
          finger.up(3, 300, 1_110),
          finger.up(2, 200, 1_120),
          finger.up(1, 100, 1_130),
        ],
        told: ['mark view', 'press tool 1', 'cancel gesture', 'mark view', 'press tool 1', 'cancel gesture'],
      },
      {
        title: 'A tap with two fingers, where taps are off',
        must: 'does nothing.',
        habits: { taps: false },
        inputs: [finger.down(1, 100, 0), finger.down(2, 200, 60), finger.up(2, 200, 160), finger.up(1, 100, 180)],
        told: ['mark view', 'press tool 1', 'cancel gesture'],
      },
      {
        title: 'A finger’s end is never told, and another finger comes down as the only one',
        must: 'keeps the old stroke and draws another one.',
        inputs: [
          finger.down(1, 0, 0),
          finger.move(1, 200, 100),
          finger.down(5, 300, 2_000, { primary: true }),
          finger.up(5, 300, 2_100),
        ],
        told: ['mark view', 'press tool 1', 'drag 1', 'cancel interrupted', 'mark view', 'press tool 5', 'release 5'],
      },
      {
        title: 'A finger’s end is never told, and the system counts no finger any more',
        must: 'keeps the stroke, and the board is free.',
        inputs: [finger.down(1, 0, 0), finger.move(1, 200, 100), { kind: 'noFingers' }, mouse.hover()],
        told: ['mark view', 'press tool 1', 'drag 1', 'cancel interrupted', 'hover'],
      },
      {
        title: 'A finger says nothing for ten seconds',
        must: 'keeps the stroke and frees the board. When it was only resting it draws on as soon as it moves.',
        inputs: [finger.down(1, 0, 0), finger.move(1, 200, 100), { kind: 'silent' }, finger.move(1, 230, 12_000)],
        told: ['mark view', 'press tool 1', 'drag 1', 'cancel interrupted', 'press tool 1'],
      },
      {
        title: 'The system takes one finger of a pinch',
        must: 'ends the pinch.',
        inputs: [finger.down(1, 100, 0), finger.down(2, 200, 60), { kind: 'lost', id: 2 }, finger.move(1, 300, 100)],
        told: ['mark view', 'press tool 1', 'cancel gesture'],
      },
      {
        title: 'The window loses the focus while fingers are down',
        must: 'keeps what was drawn. Those fingers mean nothing until they are up.',
        inputs: [finger.down(1, 0, 0), AWAY, finger.move(1, 90, 20), finger.up(1, 90, 40), finger.down(1, 0, 60)],
        told: ['mark view', 'press tool 1', 'cancel interrupted', 'mark view', 'press tool 1'],
      },
      {
        title: 'A finger comes down while the mouse draws',
        must: 'changes nothing.',
        inputs: [mouse.down({ id: 8 }), finger.down(1, 0, 10), finger.move(1, 50, 20), mouse.move({ id: 8 })],
        told: ['press tool 8', 'drag 8'],
      },
    ],
  },
  {
    title: 'Pens',
    cases: [
      {
        title: 'A pen touches the board for the first time',
        must: 'turns pen mode on: from then on one finger moves the board, with every tool.',
        inputs: [
          pen.down({ at: 0 }),
          pen.up({ at: 50 }),
          finger.down(1, 0, 2_000),
          finger.move(1, 30, 2_020),
          finger.up(1, 30, 2_040),
        ],
        told: ['pen seen', 'press tool 9', 'release 9', 'mark view', 'press hand 1', 'release 1'],
      },
      {
        title: 'A pen, where pen mode was switched off',
        must: 'leaves fingers drawing.',
        habits: { penMode: 'off' },
        inputs: [pen.down({ at: 0 }), pen.up({ at: 50 }), finger.down(1, 0, 2_000), finger.up(1, 0, 2_040)],
        told: ['pen seen', 'press tool 9', 'release 9', 'mark view', 'press tool 1', 'release 1'],
      },
      {
        title: 'One finger, where pen mode was switched on',
        must: 'moves the board, once it has moved by more than a tremble.',
        habits: { penMode: 'on' },
        inputs: [finger.down(1, 0, 0), finger.move(1, 5, 20), finger.move(1, 30, 40), finger.move(1, 60, 60)],
        told: ['mark view', 'press hand 1', 'drag 1'],
      },
      {
        title: 'A palm lands and slides, then the pen comes',
        must: 'moves nothing: the view is put back, and the pen draws.',
        habits: { penMode: 'on' },
        inputs: [
          finger.down(1, 0, 0),
          finger.move(1, 30, 100),
          finger.move(1, 50, 200),
          pen.down({ at: 400 }),
          finger.move(1, 90, 410),
          pen.move({ at: 420 }),
          pen.up({ at: 430 }),
        ],
        told: [
          'mark view',
          'press hand 1',
          'drag 1',
          'pen seen',
          'cancel gesture',
          'restore view',
          'press tool 9',
          'drag 9',
          'release 9',
        ],
      },
      {
        title: 'A palm lands in two places and pinches, then the pen comes',
        must: 'moves nothing: the view is put back, and the pen draws.',
        habits: { penMode: 'on' },
        inputs: [
          finger.down(1, 0, 0),
          finger.down(2, 100, 20),
          finger.move(2, 120, 40),
          finger.move(2, 140, 60),
          pen.down({ at: 300 }),
        ],
        told: ['mark view', 'pinch 60→70 ×1.17', 'pen seen', 'restore view', 'press tool 9'],
      },
      {
        title: 'A finger has moved the board for two seconds, then the pen comes',
        must: 'leaves the view where it was moved to, and the pen draws.',
        habits: { penMode: 'on' },
        inputs: [finger.down(1, 0, 0), finger.move(1, 30, 100), finger.move(1, 50, 2_000), pen.down({ at: 2_100 })],
        told: ['mark view', 'press hand 1', 'drag 1', 'pen seen', 'cancel gesture', 'press tool 9'],
      },
      {
        title: 'A palm that draws before the first pen comes',
        must: 'draws nothing: its ink is taken back, and the pen draws.',
        inputs: [
          finger.down(1, 0, 0),
          finger.move(1, 30, 500),
          pen.down({ at: 900 }),
          finger.up(1, 30, 920),
          pen.up({ at: 930 }),
        ],
        told: ['mark view', 'press tool 1', 'drag 1', 'pen seen', 'cancel gesture', 'restore view', 'press tool 9', 'release 9'],
      },
      {
        title: 'A hand touches the glass while the pen draws or hovers, or just after',
        must: 'does nothing until it is up.',
        habits: { penMode: 'on' },
        inputs: [
          pen.down({ at: 0 }),
          finger.down(1, 0, 100),
          finger.move(1, 60, 120),
          pen.up({ at: 200 }),
          finger.move(1, 90, 900),
          finger.up(1, 90, 910),
          pen.hover({ at: 1_000 }),
          finger.down(1, 0, 1_200),
          finger.move(1, 60, 1_210),
        ],
        told: ['pen seen', 'press tool 9', 'release 9', 'hover'],
      },
      {
        title: 'The eraser end',
        must: 'erases, whatever the tool.',
        inputs: [pen.down({ button: 5, buttons: 32 }), pen.move({ buttons: 32 }), pen.up({ button: 5 })],
        told: ['pen seen', 'press eraser 9', 'drag 9', 'release 9'],
      },
      {
        title: 'The barrel button, also when it is let go of before the pen is up',
        must: 'erases until the pen is up.',
        inputs: [pen.down({ button: 2, buttons: 2 }), pen.move({ button: 2, buttons: 1 }), pen.move(), pen.up({ button: 0 })],
        told: ['pen seen', 'press eraser 9', 'drag 9', 'drag 9', 'release 9'],
      },
      {
        title: 'The barrel button, where it was chosen to select',
        must: 'draws a lasso.',
        habits: { barrel: 'lasso' },
        inputs: [pen.down({ button: 2, buttons: 3 }), pen.up({ button: 2 })],
        told: ['pen seen', 'press lasso 9', 'release 9'],
      },
      {
        title: 'The barrel button, where it was left to the system',
        must: 'is for the context menu: no tool hears of it.',
        habits: { barrel: 'menu' },
        inputs: [pen.down({ button: 2, buttons: 2 }), pen.up({ button: 2 })],
        told: ['pen seen'],
      },
      {
        title: 'The pen goes up and no end is told',
        must: 'ends the stroke when the pen hovers or comes down again.',
        inputs: [pen.down(), pen.move(), pen.hover(), pen.down(), pen.down(), pen.up()],
        told: [
          'pen seen',
          'press tool 9',
          'drag 9',
          'cancel interrupted',
          'hover',
          'press tool 9',
          'cancel interrupted',
          'press tool 9',
          'release 9',
        ],
      },
      {
        title: 'The mouse moves or is pressed while the pen draws',
        must: 'changes nothing.',
        inputs: [pen.down(), mouse.hover(), mouse.down(), mouse.up(), pen.move()],
        told: ['pen seen', 'press tool 9', 'drag 9'],
      },
      {
        title: 'The pen comes down while the mouse is pressed',
        must: 'ends the mouse’s stroke, and the pen draws.',
        inputs: [mouse.down(), pen.down(), mouse.move(), pen.up()],
        told: ['press tool 1', 'pen seen', 'cancel interrupted', 'press tool 9', 'release 9'],
      },
    ],
  },
];
