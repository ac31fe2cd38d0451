/** A number between two others, from a seed. */
export type Dice = (from: number, to: number) => number;

type Point = readonly [number, number];

/** Straight parts between corners, with points as a pointer gives them: unevenly, trembling, and a little bowed. */
function handOf(corners: readonly Point[], dice: Dice, tremble: number): number[] {
  const points: number[] = [];
  for (let i = 1; i < corners.length; i++) {
    const [[x1, y1], [x2, y2]] = [corners[i - 1] as Point, corners[i] as Point];
    const length = Math.hypot(x2 - x1, y2 - y1);
    const count = Math.max(4, Math.round(length / dice(3, 7)));
    const bow = dice(-0.025, 0.025) * length;
    for (let step = i === 1 ? 0 : 1; step <= count; step++) {
      const share = step / count;
      const off = bow * Math.sin(share * Math.PI);
      points.push(
        x1 + (x2 - x1) * share - ((y2 - y1) / (length || 1)) * off + dice(-tremble, tremble),
        y1 + (y2 - y1) * share + ((x2 - x1) / (length || 1)) * off + dice(-tremble, tremble),
      );
    }
  }
  return points;
}

/** A form as a person draws it in one go: not closed exactly, corners beside their places. */
export function handDrawn(form: 'line' | 'arrow' | 'rectangle' | 'ellipse' | 'diamond', dice: Dice): number[] {
  const size = dice(60, 500);
  const [w, h] = [size, size * dice(0.45, 1)];
  const near = (x: number, y: number): Point => [x + dice(-0.03, 0.03) * size, y + dice(-0.03, 0.03) * size];
  const turn = dice(0, Math.PI * 2);
  const turned = ([x, y]: Point): Point => [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)];
  switch (form) {
    case 'line':
      return handOf([turned([0, 0]), turned([size, 0])], dice, size * 0.006);
    case 'arrow': {
      const [back, side] = [size * dice(0.12, 0.25), size * dice(0.08, 0.18)];
      const head: Point[] = [
        [size - back, side],
        [size, 0],
        [size - back, -side],
      ];
      return handOf(
        [[0, 0], [size, 0], ...head].map((point) => turned(near(...(point as [number, number])))),
        dice,
        size * 0.004,
      );
    }
    case 'rectangle':
      return handOf([near(0, 0), near(w, 0), near(w, h), near(0, h), near(0, 0)], dice, size * 0.004);
    case 'diamond':
      return handOf([near(w / 2, 0), near(w, h / 2), near(w / 2, h), near(0, h / 2), near(w / 2, 0)], dice, size * 0.004);
    case 'ellipse': {
      const [from, over] = [dice(0, Math.PI * 2), dice(-0.15, 0.25)];
      const points: number[] = [];
      for (let i = 0; i <= 60; i++) {
        const angle = from + ((Math.PI * 2 + over) * i) / 60;
        const wobble = 1 + 0.025 * Math.sin(3 * angle + from);
        points.push((w / 2) * wobble * Math.cos(angle) + dice(-1, 1), (h / 2) * wobble * Math.sin(angle) + dice(-1, 1));
      }
      return points;
    }
  }
}

/** Letters as ways of the pen, in a box of one by one; those that are a line or a ring by themselves (l, o, 0, 1, -) are left out. */
const LETTERS: readonly (readonly Point[])[] = [
  // a, b, c, d, e, g
  [
    [0.8, 0.2],
    [0.4, 0],
    [0.05, 0.5],
    [0.4, 1],
    [0.8, 0.6],
    [0.8, 0.1],
    [0.85, 0.9],
    [1, 1],
  ],
  [
    [0.1, -0.8],
    [0.1, 1],
    [0.1, 0.4],
    [0.6, 0.1],
    [0.9, 0.5],
    [0.5, 1],
    [0.1, 0.9],
  ],
  [
    [0.9, 0.2],
    [0.5, 0],
    [0.1, 0.5],
    [0.5, 1],
    [0.9, 0.8],
  ],
  [
    [0.8, 0.3],
    [0.4, 0],
    [0.05, 0.5],
    [0.4, 1],
    [0.8, 0.6],
    [0.85, -0.9],
    [0.85, 1],
  ],
  [
    [0.1, 0.5],
    [0.9, 0.5],
    [0.6, 0],
    [0.1, 0.4],
    [0.4, 1],
    [0.9, 0.8],
  ],
  [
    [0.8, 0.2],
    [0.4, 0],
    [0.05, 0.5],
    [0.4, 0.9],
    [0.8, 0.4],
    [0.8, 1.6],
    [0.4, 1.9],
    [0.1, 1.6],
  ],
  // h, k, m, n, p, r
  [
    [0.1, -0.9],
    [0.1, 1],
    [0.15, 0.3],
    [0.6, 0],
    [0.8, 0.4],
    [0.8, 1],
  ],
  [
    [0.1, -0.9],
    [0.1, 1],
    [0.1, 0.5],
    [0.7, 0],
    [0.3, 0.5],
    [0.9, 1],
  ],
  [
    [0, 0],
    [0, 1],
    [0.1, 0.2],
    [0.3, 0],
    [0.45, 0.3],
    [0.45, 1],
    [0.55, 0.2],
    [0.8, 0],
    [0.95, 0.3],
    [0.95, 1],
  ],
  [
    [0.1, 0],
    [0.1, 1],
    [0.2, 0.2],
    [0.6, 0],
    [0.85, 0.3],
    [0.85, 1],
  ],
  [
    [0.1, 0],
    [0.1, 1.9],
    [0.1, 0.2],
    [0.6, 0],
    [0.9, 0.5],
    [0.5, 1],
    [0.1, 0.8],
  ],
  [
    [0.2, 0],
    [0.2, 1],
    [0.25, 0.3],
    [0.6, 0],
    [0.9, 0.1],
  ],
  // s, u, v, w, y, z
  [
    [0.9, 0.1],
    [0.4, 0],
    [0.2, 0.3],
    [0.7, 0.6],
    [0.6, 1],
    [0.1, 0.9],
  ],
  [
    [0.1, 0],
    [0.1, 0.7],
    [0.4, 1],
    [0.8, 0.7],
    [0.8, 0],
    [0.85, 1],
  ],
  [
    [0.1, 0],
    [0.5, 1],
    [0.9, 0],
  ],
  [
    [0, 0],
    [0.25, 1],
    [0.5, 0.2],
    [0.75, 1],
    [1, 0],
  ],
  [
    [0.1, 0],
    [0.5, 0.9],
    [0.9, 0],
    [0.4, 1.8],
    [0.1, 1.8],
  ],
  [
    [0.1, 0],
    [0.9, 0],
    [0.1, 1],
    [0.9, 1],
  ],
  // 2, 3, 4, 5, 6, 7, 8, 9
  [
    [0.1, 0.2],
    [0.5, -0.2],
    [0.8, 0.2],
    [0.1, 1],
    [0.9, 1],
  ],
  [
    [0.2, 0],
    [0.7, 0],
    [0.4, 0.45],
    [0.8, 0.8],
    [0.2, 1],
  ],
  [
    [0.6, -0.2],
    [0.1, 0.6],
    [0.9, 0.6],
    [0.7, 0.3],
    [0.7, 1.1],
  ],
  [
    [0.8, 0],
    [0.2, 0],
    [0.2, 0.4],
    [0.8, 0.6],
    [0.6, 1],
    [0.1, 0.9],
  ],
  [
    [0.7, -0.2],
    [0.2, 0.6],
    [0.5, 1],
    [0.8, 0.7],
    [0.3, 0.6],
  ],
  [
    [0.1, 0],
    [0.9, 0],
    [0.4, 1],
  ],
  [
    [0.8, 0.1],
    [0.4, 0],
    [0.3, 0.3],
    [0.8, 0.8],
    [0.5, 1.1],
    [0.2, 0.8],
    [0.8, 0.2],
  ],
  [
    [0.8, 0.2],
    [0.4, 0],
    [0.2, 0.3],
    [0.7, 0.4],
    [0.8, 0.1],
    [0.6, 1.1],
  ],
];

/** A letter, or a word in joined letters, in one hand's slant and size. */
export function handwritten(dice: Dice): number[] {
  const [size, slant, wide] = [dice(14, 60), dice(-0.1, 0.5), dice(0.6, 1.1)];
  const count = dice(0, 1) < 0.4 ? 1 : Math.ceil(dice(1, 8));
  const corners: Point[] = [];
  for (let i = 0; i < count; i++) {
    const letter = LETTERS[Math.floor(dice(0, LETTERS.length))] as readonly Point[];
    for (const [x, y] of letter) {
      const [px, py] = [(i * 1.25 + x + dice(-0.08, 0.08)) * wide, y + dice(-0.08, 0.08)];
      corners.push([(px - slant * py) * size, py * size]);
    }
  }
  return rounded(corners, dice);
}

/** Through corners as a hand takes them: round. */
function rounded(corners: readonly Point[], dice: Dice): number[] {
  const points: number[] = [];
  const place = (i: number): Point => corners[Math.min(corners.length - 1, Math.max(0, i))] as Point;
  for (let i = 0; i < corners.length - 1; i++) {
    const [a, b, c, d] = [place(i - 1), place(i), place(i + 1), place(i + 2)];
    for (let step = 0; step < 8; step++) {
      const t = step / 8;
      const along = (axis: 0 | 1): number =>
        0.5 *
        (2 * b[axis] +
          (c[axis] - a[axis]) * t +
          (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t * t +
          (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t * t * t);
      points.push(along(0) + dice(-0.4, 0.4), along(1) + dice(-0.4, 0.4));
    }
  }
  points.push(...place(corners.length - 1));
  return points;
}
