import { cutText } from '../../../core/base/graphemes.ts';
import type { LanguageChoice } from '../../../core/base/language.ts';
import { isClientId, parseRoomId } from '../../../core/board/ids.ts';
import { readTopics } from '../../../core/contract/announcement.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { visibleName } from '../../../core/contract/person-name.ts';
import { isServerAddress } from '../../../core/contract/server-address.ts';
import { type PenProfile, type PressureCurve, USUAL_PROFILE } from '../../engine/ink/pen-profile.ts';
import { type PointerHabits, USUAL_HABITS } from '../../engine/input/pointer-facts.ts';
import type { InkWidth } from '../../engine/input/pressure-judge.ts';
import { NO_OWN_KEYS, type OwnKeys, parseOwnKeys } from '../shortcuts/own-keys.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';
/** The effect of the wheel without Ctrl. With Ctrl it always zooms. */
export type WheelChoice = 'pan' | 'zoom';

/** How other people's cursors are shown. */
export type CursorChoice = 'named' | 'plain' | 'hidden';

/** A room that was open on this device. `Settings.recent` has the newest first. */
export interface RecentRoom {
  /** `http://host:port` or `https://host`. */
  readonly server: string;
  readonly room: string;
  /** Its name when it was last open here. Absent for a room without a name. */
  readonly label?: string;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
}

/** The person's settings on this device. None is needed to draw: if they are lost or damaged, only a name is lost. */
export interface Settings extends PointerHabits, PenProfile {
  /** Empty until the first run sets one. */
  readonly name: string;
  /** Index in the cursor palette; -1 until the first run sets one. */
  readonly color: number;
  /** The person chose the colour. One that was drawn by lot makes way where another person has it. */
  readonly colorChosen: boolean;
  readonly theme: ThemeChoice;
  readonly wheel: WheelChoice;
  readonly language: LanguageChoice;
  /** A tool stays chosen after it has made an element. */
  readonly keepTool: boolean;
  /** Dragged elements snap to elements around them. Ctrl inverts it. */
  readonly snaps: boolean;
  /** A marquee selects only elements that lie completely in it, not elements that it touches. */
  readonly encloses: boolean;
  /** The person has been asked for a name. */
  readonly introduced: boolean;
  readonly cursors: CursorChoice;
  /** Finds rooms on this network, and announces the room that is hosted here. */
  readonly nearby: boolean;
  /** Client ids of people whose cursors are hidden here, newest first. */
  readonly hiddenPeople: readonly string[];
  /** The source of the ink's width. */
  readonly inkWidth: InkWidth;
  readonly pressureCurve: PressureCurve;
  /** The minimap is shown. */
  readonly minimap: boolean;
  /** The row of styles over the tools is folded away. */
  readonly stylesFolded: boolean;
  /** [ANN-2] Topics of announcements that the person asks for. */
  readonly topics: readonly string[];
  /** Keys that the person gave to commands. */
  readonly keys: OwnKeys;
  readonly recent: readonly RecentRoom[];
}

export const NO_SETTINGS: Settings = Object.freeze({
  name: '',
  color: -1,
  colorChosen: false,
  theme: 'system',
  wheel: 'pan',
  language: 'auto',
  keepTool: false,
  snaps: false,
  encloses: false,
  introduced: false,
  cursors: 'named',
  nearby: true,
  hiddenPeople: [],
  ...USUAL_HABITS,
  inkWidth: 'pressure',
  pressureCurve: 'even',
  ...USUAL_PROFILE,
  minimap: false,
  stylesFolded: false,
  topics: [],
  keys: NO_OWN_KEYS,
  recent: [],
});

/** The number of people's colours (design: twelve). */
export const PERSON_COLORS = 12;
/** The most rooms in the menu: they fit a small window without scrolling. */
export const RECENT_ROOMS = 8;
/** The most people whose cursors can be hidden on this device. */
export const HIDDEN_PEOPLE = 200;
const LABEL_CHARS = 60;

/** Parses stored settings, part by part. An unreadable part gets its default. */
export function parseSettings(raw: string | null): Settings {
  const stored = readObject(raw);
  return {
    name: typeof stored.name === 'string' ? cleanName(stored.name) : NO_SETTINGS.name,
    color: isPersonColor(stored.color) ? stored.color : NO_SETTINGS.color,
    colorChosen: stored.colorChosen === true,
    theme: stored.theme === 'light' || stored.theme === 'dark' ? stored.theme : 'system',
    wheel: stored.wheel === 'zoom' ? 'zoom' : 'pan',
    language: stored.language === 'en' || stored.language === 'de' ? stored.language : 'auto',
    keepTool: stored.keepTool === true,
    snaps: stored.snaps === true,
    encloses: stored.encloses === true,
    introduced: stored.introduced === true,
    cursors: stored.cursors === 'plain' || stored.cursors === 'hidden' ? stored.cursors : 'named',
    nearby: stored.nearby !== false,
    hiddenPeople: Array.isArray(stored.hiddenPeople) ? stored.hiddenPeople.filter(isClientId).slice(0, HIDDEN_PEOPLE) : [],
    penMode: stored.penMode === 'on' || stored.penMode === 'off' ? stored.penMode : 'auto',
    inkWidth: stored.inkWidth === 'speed' || stored.inkWidth === 'constant' ? stored.inkWidth : 'pressure',
    pressureCurve: stored.pressureCurve === 'light' || stored.pressureCurve === 'firm' ? stored.pressureCurve : 'even',
    steadying: stored.steadying === 'some' || stored.steadying === 'strong' ? stored.steadying : 'off',
    widthIn: stored.widthIn === 'screen' ? 'screen' : 'board',
    barrel: stored.barrel === 'lasso' || stored.barrel === 'menu' ? stored.barrel : 'erase',
    taps: stored.taps !== false,
    minimap: stored.minimap === true,
    stylesFolded: stored.stylesFolded === true,
    topics: readTopics(stored.topics),
    keys: parseOwnKeys(stored.keys),
    recent: Array.isArray(stored.recent) ? stored.recent.flatMap(readRecent).slice(0, RECENT_ROOMS) : [],
  };
}

/** A name in the form that others see: one line, trimmed, within the hub's length limit. */
export function cleanName(raw: string): string {
  // A pasted line break was between words.
  return cutText(visibleName(raw.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')), LIMITS.nameChars);
}

/** The list after hiding or showing one person's cursor. */
export function withHidden(hidden: readonly string[], clientId: string, isHidden: boolean): readonly string[] {
  const others = hidden.filter((id) => id !== clientId);
  return isHidden ? [clientId, ...others].slice(0, HIDDEN_PEOPLE) : others;
}

/** The list with `visit` first and each room once. Keeps the label that the room already had. */
export function withRecent(recent: readonly RecentRoom[], visit: RecentRoom): readonly RecentRoom[] {
  const label = visit.label ?? labelIn(recent, visit);
  const first: RecentRoom = {
    server: visit.server,
    room: visit.room,
    openedAt: visit.openedAt,
    ...(label === undefined ? {} : { label }),
  };
  return [first, ...otherRooms(recent, visit)].slice(0, RECENT_ROOMS);
}

/** A room's name in the form that everybody sees: one line, trimmed. */
export function roomLabel(raw: string): string {
  return cutText(raw.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim(), LABEL_CHARS);
}

/** The list with a new label for one room. An empty label removes it. */
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

/** The label that the list has for a room. Undefined for none. */
export function labelIn(recent: readonly RecentRoom[], of: Pick<RecentRoom, 'server' | 'room'>): string | undefined {
  return recent.find((room) => isSameRoom(room, of))?.label;
}

/** The list without the shown room. */
export function otherRooms(recent: readonly RecentRoom[], shown: Pick<RecentRoom, 'server' | 'room'>): readonly RecentRoom[] {
  return recent.filter((room) => !isSameRoom(room, shown));
}

function isSameRoom(a: Pick<RecentRoom, 'server' | 'room'>, b: Pick<RecentRoom, 'server' | 'room'>): boolean {
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
  const id = parseRoomId(room);
  if (!id.ok) return [];
  return [
    {
      server,
      room: id.value,
      openedAt: typeof openedAt === 'number' && Number.isFinite(openedAt) ? openedAt : 0,
      ...(typeof label === 'string' && label !== '' ? { label: label.slice(0, LABEL_CHARS) } : {}),
    },
  ];
}
