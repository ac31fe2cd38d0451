import { expect } from 'playwright/test';
import type { Session } from '../../renderer/session/session.ts';
import { joinAsGuest } from '../support/guest.ts';
import { type Member, SOON } from './board-page.ts';

/** How much of a fingerprint the status panel shows. */
const SHOWN_DIGITS = 8;

/**
 * One more person of a room: the client's own session without a window. For specs that ask of the other person only what is on the board,
 * where a window would cost seconds of a processor.
 */
export class Witness implements Member {
  readonly #session: Session;

  private constructor(session: Session) {
    this.#session = session;
  }

  static async join(link: string): Promise<Witness> {
    const session = joinAsGuest(link, 'Ben');
    await expect.poll(() => session.status().state.phase, SOON).toBe('live');
    return new Witness(session);
  }

  async holds(strokes: number): Promise<void> {
    await expect.poll(() => this.#session.status().elements, SOON).toBe(strokes);
  }

  fingerprint(): string {
    return this.#session.fingerprint().slice(0, SHOWN_DIGITS);
  }

  whileFingerprintShows(look: (read: () => Promise<string>) => Promise<void>): Promise<void> {
    return look(async () => this.fingerprint());
  }

  /** How many corners each of its lines with corners has. */
  corners(): readonly number[] {
    const lines = [...this.#session.board().elements()].filter(({ alive }) => alive);
    return lines.map((line) => line.get('corners').length / 2).filter((count) => count > 0);
  }

  leave(): void {
    this.#session.dispose();
  }
}
