import type { ElementId, Epoch } from '../../core/board/ids.ts';
import type { SeenElement, Witness } from './crew-messages.ts';
import type { FinishedStroke, Ledger, Wish } from './ledger.ts';
import { isSameStroke, type StrokeMark } from './stroke-mark.ts';

export type FaultKind =
  /** A stroke is not where it must be. */
  | 'missing'
  /** It is there, but not whole, or not as it was drawn. */
  | 'maimed'
  | 'doubled'
  /** Nobody began it. */
  | 'foreign'
  /** Rubbed out, and there again; or there by everybody's will, and removed. */
  | 'revived'
  | 'removed'
  /** The boards of two people differ. */
  | 'apart'
  /** The status said what is not so. */
  | 'lie'
  /** A process ended, or did not heal, as it should not. */
  | 'broken';

export interface Fault {
  readonly kind: FaultKind;
  readonly text: string;
}

export interface Evidence {
  /** `kept`: a store keeps the board, or an instance that is left. `memory`: strokes of lost epochs may be in lost copies instead. */
  readonly board: 'kept' | 'memory';
  /** The epoch of the end. */
  readonly epoch: Epoch | undefined;
  readonly ledger: Pick<Ledger, 'strokes' | 'begun' | 'wish'>;
  readonly witnesses: readonly Witness[];
}

/** Points that two strokes share by chance are fewer. */
const TELLING_POINTS = 3;

/** What is wrong, when everything has healed and nothing is under way. Empty when nothing is. */
export function judge(evidence: Evidence): readonly Fault[] {
  const boards = evidence.witnesses.map((witness) => ({ witness, elements: byId(witness.elements) }));
  const held = heldWhole(evidence.witnesses, evidence.ledger.strokes);
  const faults: Fault[] = [];
  // Everything below is true of a run without strokes, and of one that nobody saw the end of.
  if (evidence.ledger.strokes.size === 0)
    faults.push({ kind: 'broken', text: 'nobody has finished a stroke: nothing was tried' });
  if (boards.length === 0) faults.push({ kind: 'broken', text: 'nobody has told what is on the board' });
  for (const board of boards) {
    for (const stroke of evidence.ledger.strokes.values()) {
      const fault = judgeStroke(evidence, stroke, board.elements.get(stroke.mark.id), held);
      if (fault) faults.push({ ...fault, text: `on the board of person ${board.witness.who}: ${fault.text}` });
    }
    faults.push(...strangers(board.witness, evidence.ledger.begun), ...doubles(board.witness));
  }
  return [...faults, ...differences(evidence.witnesses), ...copyLies(evidence)];
}

function byId(elements: readonly SeenElement[]): ReadonlyMap<ElementId, SeenElement> {
  return new Map(elements.map((element) => [element.id, element]));
}

/** Strokes that are whole in somebody's lost copy. */
function heldWhole(witnesses: readonly Witness[], strokes: Evidence['ledger']['strokes']): ReadonlySet<ElementId> {
  const held = new Set<ElementId>();
  for (const { copy } of witnesses) {
    for (const mark of copy ?? []) {
      const stroke = strokes.get(mark.id);
      if (stroke && isSameStroke(stroke.mark, mark)) held.add(mark.id);
    }
  }
  return held;
}

function judgeStroke(
  evidence: Evidence,
  stroke: FinishedStroke,
  seen: SeenElement | undefined,
  held: ReadonlySet<ElementId>,
): Fault | undefined {
  const { board, epoch, ledger, witnesses } = evidence;
  const { mark, who, acceptedIn, excuse } = stroke;
  const name = `stroke ${mark.id} of person ${who} (${mark.count} points${acceptedIn ? `, accepted in ${acceptedIn}` : ', never accepted'})`;
  const wish = ledger.wish(mark.id);
  // A part may be all that others hold of what is lost with reason; and while somebody holds the whole, a part may be what another restored.
  const isHeld = held.has(mark.id) || (wish?.everRemoved === true && holdsCopy(who, witnesses));
  const mayBePart = excuse?.holds === 'always' || (board === 'memory' && (excuse !== undefined || isHeld));
  // A removal is restored without the points, which nobody sees.
  const isBare = board === 'memory' && seen?.alive === false;
  if (seen && !mayBePart && !isBare && !(isSameStroke(mark, seen) && seen.ended)) {
    return { kind: 'maimed', text: `${name} has ${seen.count} points${seen.ended ? '' : ', and no end'}` };
  }
  const isSure = board === 'kept' ? wish?.memory !== 'unkept' : !wish?.everRemoved || isOnBoard(wish, epoch, witnesses);
  const shouldBeAlive = isSure ? (wish?.alive ?? true) : undefined;
  if (seen) {
    if (shouldBeAlive === undefined || seen.alive === shouldBeAlive) return undefined;
    if (seen.alive) return { kind: 'revived', text: `${name} was rubbed out` };
    const text = wish?.everRemoved ? 'is gone, and its last writer wanted it' : 'is gone, and nobody removed it';
    return { kind: 'removed', text: `${name} ${text}` };
  }
  if (!shouldBeAlive) return undefined;
  if (board === 'kept') return excuse?.holds === 'always' ? undefined : { kind: 'missing', text: `${name} is not there` };
  if (acceptedIn !== undefined && acceptedIn === epoch)
    return { kind: 'missing', text: `${name} is of this epoch, and not there` };
  if (held.has(mark.id) || excuse !== undefined) return undefined;
  return { kind: 'missing', text: `${name} is not there, and in nobody's copy` };
}

/**
 * Whether what somebody wanted last must show on a board that may be lost. Taken by the hub in this epoch: yes. Otherwise it is only
 * as good as its writer's replica: it goes with the writer's crash and with the copy that they throw away, and while they hold the copy
 * undecided the room need not know of it.
 */
function isOnBoard({ who, acceptedIn, memory }: Wish, epoch: Epoch | undefined, witnesses: readonly Witness[]): boolean {
  if (acceptedIn !== undefined && acceptedIn === epoch) return true;
  return memory === 'held' && !holdsCopy(who, witnesses);
}

/** Whether somebody has not decided about a lost copy. What was removed is in it too, though nobody sees it there. */
function holdsCopy(who: number, witnesses: readonly Witness[]): boolean {
  return witnesses.some((witness) => witness.who === who && witness.copy !== undefined);
}

function strangers({ who, elements, copy }: Witness, begun: ReadonlySet<ElementId>): readonly Fault[] {
  return [...elements, ...(copy ?? [])]
    .filter(({ id }) => !begun.has(id))
    .map(({ id, count }) => ({ kind: 'foreign', text: `person ${who} has ${id} (${count} points), which nobody drew` }));
}

function doubles({ who, elements }: Witness): readonly Fault[] {
  const seen = new Map<string, StrokeMark>();
  const faults: Fault[] = [];
  for (const element of elements) {
    if (!element.alive || element.count < TELLING_POINTS) continue;
    const twin = seen.get(element.digest);
    if (twin) faults.push({ kind: 'doubled', text: `person ${who} sees the same points twice: ${twin.id} and ${element.id}` });
    seen.set(element.digest, element);
  }
  return faults;
}

function differences(witnesses: readonly Witness[]): readonly Fault[] {
  const prints = new Map<string, number[]>();
  for (const { who, fingerprint } of witnesses) prints.set(fingerprint, [...(prints.get(fingerprint) ?? []), who]);
  if (prints.size <= 1) return [];
  const text = [...prints].map(([print, who]) => `${print} (persons ${who.join(', ')})`).join(' and ');
  return [{ kind: 'apart', text: `boards differ: ${text}` }];
}

/** A status that tells of a lost copy must tell how much of it the room lacks, and of another epoch than the one that is there. */
function copyLies({ board, epoch, witnesses }: Evidence): readonly Fault[] {
  const faults: Fault[] = [];
  for (const { who, sample, copy, elements } of witnesses) {
    const told = sample.lostCopy;
    if (!told) continue;
    if (board === 'kept') faults.push({ kind: 'lie', text: `person ${who} is told of a lost board, and it was kept` });
    if (told.epoch === epoch) faults.push({ kind: 'lie', text: `person ${who} is told that the epoch of now is lost` });
    const there = byId(elements);
    const lacking = (copy ?? []).filter(({ id }) => !there.has(id)).length;
    if (told.elements < lacking || told.elements > (copy?.length ?? 0)) {
      const text = `person ${who} is told of ${told.elements} elements in a lost copy; it has ${copy?.length}, and the room lacks ${lacking}`;
      faults.push({ kind: 'lie', text });
    }
  }
  return faults;
}
