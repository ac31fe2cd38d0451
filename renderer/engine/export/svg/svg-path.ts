/** A number in a picture, rounded to hundredths of a pixel, which are invisible. */
export function short(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

/** A path as SVG's `d`, for code that traces into a canvas path. */
export class SvgPath implements Path2D {
  #d = '';

  get d(): string {
    return this.#d;
  }

  moveTo(x: number, y: number): void {
    this.#put('M', x, y);
  }
  lineTo(x: number, y: number): void {
    this.#put(this.#d === '' ? 'M' : 'L', x, y);
  }
  quadraticCurveTo(cpx: number, cpy: number, x: number, y: number): void {
    this.#put('Q', cpx, cpy, x, y);
  }
  bezierCurveTo(cp1x: number, cp1y: number, cp2x: number, cp2y: number, x: number, y: number): void {
    this.#put('C', cp1x, cp1y, cp2x, cp2y, x, y);
  }
  closePath(): void {
    if (this.#d !== '') this.#d += 'Z';
  }
  rect(x: number, y: number, w: number, h: number): void {
    this.#d += `M${short(x)} ${short(y)}h${short(w)}v${short(h)}h${short(-w)}Z`;
  }
  roundRect(
    x: number,
    y: number,
    w: number,
    h: number,
    radii: number | DOMPointInit | Iterable<number | DOMPointInit> = 0,
  ): void {
    const radius = Math.min(typeof radii === 'number' ? radii : 0, Math.abs(w) / 2, Math.abs(h) / 2);
    if (radius <= 0) {
      this.rect(x, y, w, h);
      return;
    }
    const r = short(radius);
    const corner = (dx: number, dy: number): string => `a${r} ${r} 0 0 1 ${short(dx * radius)} ${short(dy * radius)}`;
    const [wide, high] = [short(w - 2 * radius), short(h - 2 * radius)];
    this.#put('M', x + radius, y);
    this.#d += `h${wide}${corner(1, 1)}v${high}${corner(-1, 1)}h${short(2 * radius - w)}${corner(-1, -1)}v${short(2 * radius - h)}${corner(1, -1)}Z`;
  }
  arc(x: number, y: number, radius: number, from: number, to: number, isBack = false): void {
    this.ellipse(x, y, radius, radius, 0, from, to, isBack);
  }
  /** Two arcs, because SVG has no arc that ends at its start. */
  ellipse(x: number, y: number, rx: number, ry: number, turn: number, from: number, to: number, isBack = false): void {
    const way = sweepOf(from, to, isBack);
    const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
    const at = (angle: number): readonly [number, number] => {
      const [px, py] = [rx * Math.cos(angle), ry * Math.sin(angle)];
      return [x + px * cos - py * sin, y + px * sin + py * cos];
    };
    const [startX, startY] = at(from);
    this.#put(this.#isOpen ? 'L' : 'M', startX, startY);
    const flags = `${short((turn * 180) / Math.PI)} 0 ${way > 0 ? 1 : 0}`;
    for (const angle of [from + way / 2, from + way]) {
      const [endX, endY] = at(angle);
      this.#d += `A${short(rx)} ${short(ry)} ${flags} ${short(endX)} ${short(endY)}`;
    }
  }
  arcTo(x1: number, y1: number, x2: number, y2: number): void {
    // No kind rounds a corner in this way. A sharp corner is a close substitute.
    this.lineTo(x1, y1);
    this.lineTo(x2, y2);
  }
  addPath(path: Path2D): void {
    if (path instanceof SvgPath) this.#d += path.d;
  }

  /** A canvas continues from the end of its path. */
  get #isOpen(): boolean {
    return this.#d !== '' && !this.#d.endsWith('Z') && !this.#isMoved;
  }
  get #isMoved(): boolean {
    return /M[^A-Za-z]*$/.test(this.#d.slice(-40));
  }

  #put(command: string, ...numbers: readonly number[]): void {
    this.#d += command + numbers.map(short).join(' ');
  }
}

function sweepOf(from: number, to: number, isBack: boolean): number {
  const turn = 2 * Math.PI;
  const way = to - from;
  if (Math.abs(way) >= turn) return isBack ? -turn : turn;
  if (isBack) return way > 0 ? way - turn : way;
  return way < 0 ? way + turn : way;
}
