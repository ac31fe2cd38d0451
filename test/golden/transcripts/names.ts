import { framed, unframed } from '../../conformance/harness/wire.ts';

/** Ids of 22 characters are written in hex as so many letters A, after the byte that says their length. */
const MASKED_ID = `b6${'41'.repeat(22)}`;
/** Ids of the server's questions to clients: one counter per process (reference 4.1), so the recording's run ahead. */
const QUESTION = /"type":1,"invocationId":"s(\d+)"/;
const ANSWER = /"type":3,"invocationId":"s(\d+)"/;

/** What the recording writes in place of values that differ from run to run, and what they are in this run. */
export class Names {
  readonly #ids: string[] = [];
  readonly #tokens: string[] = [];
  readonly #questions = new Map<string, string>();

  /** Values of the next negotiate, in the order of the scenario. */
  negotiated(connectionId: string, connectionToken: string): void {
    this.#ids.push(connectionId);
    this.#tokens.push(connectionToken);
  }

  /** Text of the recording, made into text of this run. */
  fill(text: string): string {
    return text
      .replaceAll(/<connectionId(\d*)>/g, (_, n: string) => this.#ids[indexOf(n)] ?? '')
      .replaceAll(/<connectionToken(\d*)>/g, (_, n: string) => this.#tokens[indexOf(n)] ?? '')
      .replace(ANSWER, (whole, n: string) => whole.replace(`s${n}`, `s${this.#questions.get(n) ?? n}`));
  }

  /** Bytes of the recording, made into bytes of this run. `twin` is the same message in the JSON scenario, which says whose id it is. */
  fillBytes(bytes: Buffer, twin: string | undefined): Buffer {
    let hex = bytes.toString('hex');
    if (hex.includes(MASKED_ID)) {
      const id = this.fill(/<connectionId\d*>/.exec(twin ?? '')?.[0] ?? '<connectionId>');
      hex = hex.replace(MASKED_ID, `b6${Buffer.from(id).toString('hex')}`);
    }
    for (const [recorded, current] of this.#questions) hex = swapQuestion(hex, recorded, current);
    return Buffer.from(hex, 'hex');
  }

  /** Text of this run, written as the recording writes it. */
  mask(text: string): string {
    let masked = text;
    for (const [n, id] of this.#ids.entries()) masked = masked.replaceAll(id, `<connectionId${numberOf(n)}>`);
    for (const [n, token] of this.#tokens.entries()) masked = masked.replaceAll(token, `<connectionToken${numberOf(n)}>`);
    return masked;
  }

  maskBytes(hex: string): string {
    let masked = hex;
    for (const id of this.#ids) masked = masked.replaceAll(`b6${Buffer.from(id).toString('hex')}`, MASKED_ID);
    return masked;
  }

  /** Where both are a question to the client, the id of this run's is remembered and written as the recorded one. */
  maskQuestion(recorded: string, current: string): string {
    const [due, came] = [QUESTION.exec(recorded)?.[1], QUESTION.exec(current)?.[1]];
    if (due !== undefined && came !== undefined) {
      this.#questions.set(due, came);
      return current.replace(`"s${came}"`, `"s${due}"`);
    }
    const [dueHex, cameHex] = [questionOf(recorded), questionOf(current)];
    if (dueHex === undefined || cameHex === undefined) return current;
    this.#questions.set(dueHex, cameHex);
    return swapQuestion(current, cameHex, dueHex);
  }
}

/** `[1, {}, "s12", …]` in hex, with its length before it. */
const QUESTION_HEX = /^(?:..)?..9[56]0180(a[1-9])73((?:3\d)+)/;

function questionOf(hex: string): string | undefined {
  const found = QUESTION_HEX.exec(hex)?.[2];
  return found === undefined ? undefined : Buffer.from(found, 'hex').toString('latin1');
}

function swapQuestion(hex: string, from: string, to: string): string {
  const [before, after] = [shortText(`s${from}`), shortText(`s${to}`)];
  if (!hex.includes(before)) return hex;
  const bodies = unframed(Buffer.from(hex, 'hex')).map((body) => Buffer.from(body.toString('hex').replace(before, after), 'hex'));
  return Buffer.concat(bodies.map((body) => framed(body))).toString('hex');
}

function shortText(text: string): string {
  return (0xa0 + text.length).toString(16) + Buffer.from(text).toString('hex');
}

function indexOf(suffix: string): number {
  return suffix === '' ? 0 : Number(suffix) - 1;
}

function numberOf(index: number): string {
  return index === 0 ? '' : String(index + 1);
}
