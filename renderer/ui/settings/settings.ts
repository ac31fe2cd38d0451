import { isClientId } from '../../../core/board/ids.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { cutText, visibleName } from '../../../core/contract/person-name.ts';
import { isServerAddress } from '../../../core/contract/server-address.ts';

/** What this machine remembers about the person. Nothing of it is needed to draw: a lost or damaged copy costs a name. */
export type ThemeChoice = 'system' | 'light' | 'dark';
/** What the wheel does by itself; with Ctrl it zooms always. */
export type WheelChoice = 'pan' | 'zoom';

/** What is seen of other people's cursors. */
export type CursorChoice = 'named' | 'plain' | 'hidden';
/** Only the pen draws and fingers move the board. `auto`: from the pen's first touch on. */
export type PenMode = 'auto' | 'on' | 'off';
/** What makes ink thicker and thinner. */
export type InkWidthChoice = 'pressure' | 'speed' | 'constant';
/** What the barrel button of a pen does. */
export type BarrelChoice = 'erase' | 'lasso' | 'menu';

/** A room that was open on this machine, newest first in `Settings.recent`. */
export interface RecentRoom {
  /** `http://host:port` or `https://host`. */
  readonly server: string;
  readonly room: string;
  /** What it was called when it was open here last; absent for a room that was never named. */
  readonly label?: string;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
}

export interface Settings {
  /** Empty until the first run has given one. */
  readonly name: string;
  /** Number in the cursor palette; -1 until the first run has given one. */
  readonly color: number;
  readonly theme: ThemeChoice;
  readonly wheel: WheelChoice;
  /** A tool that has made an element stays in hand. */
  readonly keepTool: boolean;
  /** What is dragged snaps to what lies around it; with Ctrl the other way. */
  readonly snaps: boolean;
  /** A marquee takes what lies in it altogether, and not what it touches. */
  readonly encloses: boolean;
  /** The person has been asked for a name. */
  readonly introduced: boolean;
  readonly cursors: CursorChoice;
  /** Rooms on this network are looked for, and the one that is hosted here is told of. */
  readonly nearby: boolean;
  /** Client ids of people whose cursors are not shown here, newest first. */
  readonly hiddenPeople: readonly string[];
  readonly penMode: PenMode;
  readonly inkWidth: InkWidthChoice;
  readonly barrel: BarrelChoice;
  /** A tap with two fingers undoes, one with three does it again. */
  readonly taps: boolean;
  /** The small map of the board is shown. */
  readonly minimap: boolean;
  readonly recent: readonly RecentRoom[];
}

export const NO_SETTINGS: Settings = Object.freeze({
  name: '',
  color: -1,
  theme: 'system',
  wheel: 'pan',
  keepTool: false,
  snaps: false,
  encloses: false,
  introduced: false,
  cursors: 'named',
  nearby: true,
  hiddenPeople: [],
  penMode: 'auto',
  inkWidth: 'pressure',
  barrel: 'erase',
  taps: true,
  minimap: false,
  recent: [],
});

/** Colours of people (design: twelve). */
export const PERSON_COLORS = 12;
/** Rooms that the menu remembers: what fits a small window without scrolling. */
export const RECENT_ROOMS = 8;
/** People whose cursors are hidden on this device. */
export const HIDDEN_PEOPLE = 200;
const LABEL_CHARS = 60;

/** Reads what was stored, part by part: a part that cannot be read is as if it had never been set. */
export function parseSettings(raw: string | null): Settings {
  const stored = readObject(raw);
  return {
    name: typeof stored.name === 'string' ? cleanName(stored.name) : NO_SETTINGS.name,
    color: isPersonColor(stored.color) ? stored.color : NO_SETTINGS.color,
    theme: stored.theme === 'light' || stored.theme === 'dark' ? stored.theme : 'system',
    wheel: stored.wheel === 'zoom' ? 'zoom' : 'pan',
    keepTool: stored.keepTool === true,
    snaps: stored.snaps === true,
    encloses: stored.encloses === true,
    introduced: stored.introduced === true,
    cursors: stored.cursors === 'plain' || stored.cursors === 'hidden' ? stored.cursors : 'named',
    nearby: stored.nearby !== false,
    hiddenPeople: Array.isArray(stored.hiddenPeople) ? stored.hiddenPeople.filter(isClientId).slice(0, HIDDEN_PEOPLE) : [],
    penMode: stored.penMode === 'on' || stored.penMode === 'off' ? stored.penMode : 'auto',
    inkWidth: stored.inkWidth === 'speed' || stored.inkWidth === 'constant' ? stored.inkWidth : 'pressure',
    barrel: stored.barrel === 'lasso' || stored.barrel === 'menu' ? stored.barrel : 'erase',
    taps: stored.taps !== false,
    minimap: stored.minimap === true,
    recent: Array.isArray(stored.recent) ? stored.recent.flatMap(readRecent).slice(0, RECENT_ROOMS) : [],
  };
}

/** A name as others may see it: one line, no blanks around it, no longer than the hub takes. */
export function cleanName(raw: string): string {
  // A line break that was pasted stood between words.
  return cutText(visibleName(raw.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')), LIMITS.nameChars);
}

/** The list with one person's cursor hidden, or shown again. */
export function withHidden(hidden: readonly string[], clientId: string, isHidden: boolean): readonly string[] {
  const others = hidden.filter((id) => id !== clientId);
  return isHidden ? [clientId, ...others].slice(0, HIDDEN_PEOPLE) : others;
}

/** The list with `visit` first, each room once. Keeps the label that the room already had. */
export function withRecent(recent: readonly RecentRoom[], visit: RecentRoom): readonly RecentRoom[] {
  const before = recent.find((entry) => isSameRoom(entry, visit));
  const label = visit.label ?? before?.label;
  const first: RecentRoom = {
    server: visit.server,
    room: visit.room,
    openedAt: visit.openedAt,
    ...(label === undefined ? {} : { label }),
  };
  return [first, ...recent.filter((entry) => !isSameRoom(entry, visit))].slice(0, RECENT_ROOMS);
}

/** A room's name as everybody may see it: one line, without blanks around it. */
export function roomLabel(raw: string): string {
  return cutText(raw.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim(), LABEL_CHARS);
}

/** The list with another label for one room; an empty label takes it away. */
export function withLabel(
  recent: readonly RecentRoom[],
  of: Pick<RecentRoom, 'server' | 'room'>,
  label: string,
): readonly RecentRoom[] {
  const clean = roomLabel(label);
  return recent.map((entry) => {
    if (!isSameRoom(entry, of)) return entry;
    const { label: _before, ...rest } = entry;
    return clean === '' ? rest : { ...rest, label: clean };
  });
}

export function isSameRoom(a: Pick<RecentRoom, 'server' | 'room'>, b: Pick<RecentRoom, 'server' | 'room'>): boolean {
  return a.server === b.server && a.room === b.room;
}

function isPersonColor(raw: unknown): raw is number {
  return typeof raw === 'number' && Number.isInteger(raw) && raw >= 0 && raw < PERSON_COLORS;
}

function readObject(raw: string | null): Record<string, unknown> {
  if (raw === null) return {};
  try {
    const parsed: unknown = JSON.parse(raw);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function readRecent(raw: unknown): readonly RecentRoom[] {
  if (typeof raw !== 'object' || raw === null) return [];
  const { server, room, label, openedAt } = raw as Record<string, unknown>;
  if (!isServerAddress(server)) return [];
  if (typeof room !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(room)) return [];
  return [
    {
      server,
      room,
      openedAt: typeof openedAt === 'number' && Number.isFinite(openedAt) ? openedAt : 0,
      ...(typeof label === 'string' && label !== '' ? { label: label.slice(0, LABEL_CHARS) } : {}),
    },
  ];
}
