import {
  Activity,
  CircleQuestionMark,
  Clock3,
  Command as CommandIcon,
  Download,
  Equal,
  Eraser,
  EyeOff,
  Feather,
  FileOutput,
  FileText,
  FolderOpen,
  GalleryVerticalEnd,
  Gauge,
  Grid3x3,
  Grip,
  History,
  ImageDown,
  Info,
  Keyboard,
  Lasso,
  LayoutGrid,
  Link,
  LogIn,
  type LucideIcon,
  Map as MapIcon,
  Maximize,
  Menu,
  MessagesSquare,
  Minus,
  Monitor,
  Moon,
  MoveVertical,
  PenLine,
  Plus,
  Presentation,
  Printer,
  Rows3,
  Search,
  Spline,
  Square,
  Sun,
  Trash2,
  Waves,
  Weight,
  ZoomIn,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ICON } from '../chrome/parts/icon-button.tsx';
import { Popover } from '../chrome/parts/popover.tsx';
import type { Command, CommandName, CommandState } from '../commands/command.ts';
import { findCommand } from '../commands/commands.ts';
import type { KeyPlatform } from '../commands/keys.ts';
import type { RecentRoom } from '../settings/settings.ts';
import { PEN_WORDS } from '../words/board/pen-words.ts';
import { CHROME } from '../words/chrome-words.ts';
import { MENU } from '../words/menu-words.ts';
import { roomTitle, serverTitle } from '../words/room-title.ts';
import { agoWords } from '../words/time-words.ts';
import { MenuItem } from './menu-item.tsx';
import '../styles/main-menu.css';

const GROUPS: readonly (readonly { readonly id: CommandName; readonly icon: LucideIcon; readonly narrowOnly?: true }[])[] = [
  [
    { id: 'file.newRoom', icon: Plus },
    { id: 'file.boards', icon: LayoutGrid },
    { id: 'file.join', icon: LogIn },
  ],
  [
    { id: 'file.open', icon: FolderOpen },
    { id: 'file.save', icon: Download },
    { id: 'file.exportPng', icon: ImageDown },
    { id: 'file.exportSvg', icon: Spline },
    { id: 'file.exportPdf', icon: FileText },
    { id: 'file.exportScene', icon: FileOutput },
    { id: 'file.print', icon: Printer },
  ],
  [
    { id: 'view.zoomFit', icon: Maximize },
    { id: 'view.zoomReset', icon: ZoomIn, narrowOnly: true },
    { id: 'view.find', icon: Search },
    { id: 'view.frames', icon: GalleryVerticalEnd },
    { id: 'view.present', icon: Presentation },
    { id: 'view.replay', icon: History },
    { id: 'room.meet', icon: MessagesSquare },
    { id: 'help.commands', icon: CommandIcon },
    { id: 'view.hideChrome', icon: EyeOff },
    { id: 'room.copyView', icon: Link },
    { id: 'edit.clear', icon: Trash2 },
    { id: 'help.about', icon: Info },
  ],
];

interface Choice {
  readonly id: CommandName;
  /** An icon, or one or two letters. */
  readonly icon: LucideIcon | string;
  readonly label: string;
}

const THEMES: readonly Choice[] = [
  { id: 'theme.system', icon: Monitor, label: MENU.themes.system },
  { id: 'theme.light', icon: Sun, label: MENU.themes.light },
  { id: 'theme.dark', icon: Moon, label: MENU.themes.dark },
];

const PAPERS: readonly Choice[] = [
  { id: 'paper.plain', icon: Square, label: MENU.papers.plain },
  { id: 'paper.dots', icon: Grip, label: MENU.papers.dots },
  { id: 'paper.lines', icon: Rows3, label: MENU.papers.lines },
  { id: 'paper.squares', icon: Grid3x3, label: MENU.papers.squares },
];

const INK_WIDTHS: readonly Choice[] = [
  { id: 'inkWidth.pressure', icon: PenLine, label: PEN_WORDS.inkWidths.pressure },
  { id: 'inkWidth.speed', icon: Gauge, label: PEN_WORDS.inkWidths.speed },
  { id: 'inkWidth.constant', icon: Minus, label: PEN_WORDS.inkWidths.constant },
];

const STEADYINGS: readonly Choice[] = [
  { id: 'steadying.off', icon: Activity, label: PEN_WORDS.steadyings.off },
  { id: 'steadying.some', icon: Waves, label: PEN_WORDS.steadyings.some },
  { id: 'steadying.strong', icon: Spline, label: PEN_WORDS.steadyings.strong },
];

const WIDTHS_IN: readonly Choice[] = [
  { id: 'widthIn.board', icon: MapIcon, label: PEN_WORDS.widthsIn.board },
  { id: 'widthIn.screen', icon: Monitor, label: PEN_WORDS.widthsIn.screen },
];

/** Shown after a pen has been used. */
const CURVES: readonly Choice[] = [
  { id: 'pressureCurve.light', icon: Feather, label: PEN_WORDS.pressureCurves.light },
  { id: 'pressureCurve.even', icon: Equal, label: PEN_WORDS.pressureCurves.even },
  { id: 'pressureCurve.firm', icon: Weight, label: PEN_WORDS.pressureCurves.firm },
];

/** Shown after a pen has been used. */
const BARRELS: readonly Choice[] = [
  { id: 'barrel.erase', icon: Eraser, label: PEN_WORDS.barrels.erase },
  { id: 'barrel.lasso', icon: Lasso, label: PEN_WORDS.barrels.lasso },
  { id: 'barrel.menu', icon: Menu, label: PEN_WORDS.barrels.menu },
];

const WHEELS: readonly Choice[] = [
  { id: 'wheel.pan', icon: MoveVertical, label: MENU.wheels.pan },
  { id: 'wheel.zoom', icon: ZoomIn, label: MENU.wheels.zoom },
];

const LANGUAGES: readonly Choice[] = [
  { id: 'language.auto', icon: MENU.languageSigns.auto, label: MENU.languages.auto },
  { id: 'language.en', icon: MENU.languageSigns.en, label: MENU.languages.en },
  { id: 'language.de', icon: MENU.languageSigns.de, label: MENU.languages.de },
];

export interface MenuPanelProps {
  readonly onClose: () => void;
  readonly state: CommandState;
  readonly platform: KeyPlatform;
  readonly run: (command: Command) => void;
  /** Other rooms that were open on this device. */
  readonly recent: readonly RecentRoom[];
  /** Milliseconds since 1970, when the menu opens. */
  readonly now: () => number;
  readonly onRoom: (room: RecentRoom) => void;
  /** The room's name, for a window whose bar is too narrow for it. */
  readonly roomName: ReactNode;
}

export function MenuPanel({ onClose, state, platform, run, recent, onRoom, roomName, ...props }: MenuPanelProps): ReactNode {
  const [now] = useState(props.now);
  const choose = (command: Command): void => {
    // Closes first, because the command may open another surface.
    onClose();
    run(command);
  };
  const item = (id: CommandName, icon: LucideIcon, className = ''): ReactNode => {
    const command = findCommand(id);
    return command ? (
      <MenuItem key={id} command={command} icon={icon} state={state} platform={platform} choose={choose} className={className} />
    ) : null;
  };
  return (
    <Popover label={CHROME.menu} role="menu" side="left" onClose={onClose} className="menu">
      <div className="menu__room">{roomName}</div>
      {GROUPS.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of menu items is no fieldset
        <div className="menu__group" role="group" key={group[0]?.id}>
          {group.map(({ id, icon, narrowOnly }) => item(id, icon, narrowOnly ? 'menu__item--narrow' : ''))}
        </div>
      ))}
      {recent.length > 0 ? (
        // biome-ignore lint/a11y/useSemanticElements: a group of menu items is no fieldset
        <div className="menu__group" role="group" aria-label={MENU.recent}>
          <p className="menu__heading">{MENU.recent}</p>
          {recent.map((room) => (
            <button
              key={`${room.server}/${room.room}`}
              type="button"
              role="menuitem"
              className="menu__item"
              title={serverTitle(room.server)}
              onClick={() => {
                onClose();
                onRoom(room);
              }}
            >
              <Clock3 {...ICON} />
              <span className="menu__label">{roomTitle(room.room, room.label)}</span>
              <span className="menu__aside">{agoWords(now - room.openedAt)}</span>
            </button>
          ))}
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a group of menu items is no fieldset */}
      <div className="menu__group" role="group" aria-label={MENU.settings}>
        <Choices title={MENU.theme} choices={THEMES} ticked={`theme.${state.theme}`} run={run} />
        <Choices title={MENU.language} choices={LANGUAGES} ticked={`language.${state.language}`} run={run} />
        <Choices title={MENU.paper} choices={PAPERS} ticked={paperCommand(state.paper)} run={run} />
        <Choices title={MENU.wheel} choices={WHEELS} ticked={`wheel.${state.wheel}`} run={run} className="menu__untouched" />
        <Choices title={PEN_WORDS.inkWidth} choices={INK_WIDTHS} ticked={`inkWidth.${state.inkWidth}`} run={run} />
        <Choices title={PEN_WORDS.steadying} choices={STEADYINGS} ticked={`steadying.${state.steadying}`} run={run} />
        <Choices title={PEN_WORDS.widthIn} choices={WIDTHS_IN} ticked={`widthIn.${state.widthIn}`} run={run} />
        {state.penSeen ? (
          <Choices title={PEN_WORDS.pressureCurve} choices={CURVES} ticked={`pressureCurve.${state.pressureCurve}`} run={run} />
        ) : null}
        {state.penSeen ? (
          <Choices title={PEN_WORDS.barrel} choices={BARRELS} ticked={`barrel.${state.barrel}`} run={run} />
        ) : null}
        {item('help.keys', CircleQuestionMark, 'menu__untouched')}
        {item('help.changeKeys', Keyboard, 'menu__untouched')}
      </div>
    </Popover>
  );
}

function paperCommand(paper: number): CommandName {
  return PAPERS[paper]?.id ?? 'paper.plain';
}

interface ChoicesProps {
  readonly title: string;
  readonly choices: readonly Choice[];
  readonly ticked: CommandName;
  readonly run: (command: Command) => void;
  readonly className?: string;
}

/** A setting with a few values, side by side. Choosing leaves the menu open, so that its effect is visible. */
function Choices({ title, choices, ticked, run, className = '' }: ChoicesProps): ReactNode {
  return (
    <div className={`menu__choices ${className}`}>
      <span>{title}</span>
      <div className="segments">
        {choices.map(({ id, icon: Icon, label }) => (
          <button
            key={id}
            type="button"
            role="menuitemradio"
            aria-checked={ticked === id}
            aria-label={label}
            title={label}
            onClick={() => {
              const command = findCommand(id);
              if (command) run(command);
            }}
          >
            {typeof Icon === 'string' ? Icon : <Icon {...ICON} size={16} />}
          </button>
        ))}
      </div>
    </div>
  );
}
