import {
  CircleQuestionMark,
  Clock3,
  Command as CommandIcon,
  Download,
  Eraser,
  EyeOff,
  FileOutput,
  FolderOpen,
  GalleryVerticalEnd,
  Gauge,
  Grid3x3,
  Grip,
  ImageDown,
  Info,
  Lasso,
  LayoutGrid,
  Link,
  LogIn,
  type LucideIcon,
  Maximize,
  Menu,
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
  ZoomIn,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { ICON, IconButton } from '../chrome/icon-button.tsx';
import { Popover } from '../chrome/popover.tsx';
import type { Command, CommandName, CommandState } from '../commands/command.ts';
import { findCommand } from '../commands/commands.ts';
import type { KeyPlatform } from '../commands/keys.ts';
import type { RecentRoom } from '../settings/settings.ts';
import { PEN_WORDS } from '../words/board/pen-words.ts';
import { roomTitle, serverTitle } from '../words/room-title.ts';
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
    { id: 'file.exportScene', icon: FileOutput },
    { id: 'file.print', icon: Printer },
  ],
  [
    { id: 'view.zoomFit', icon: Maximize },
    { id: 'view.zoomReset', icon: ZoomIn, narrowOnly: true },
    { id: 'view.find', icon: Search },
    { id: 'view.frames', icon: GalleryVerticalEnd },
    { id: 'view.present', icon: Presentation },
    { id: 'help.commands', icon: CommandIcon },
    { id: 'view.hideChrome', icon: EyeOff },
    { id: 'room.copyView', icon: Link },
    { id: 'edit.clear', icon: Trash2 },
    { id: 'help.about', icon: Info },
  ],
];

interface Choice {
  readonly id: CommandName;
  readonly icon: LucideIcon;
  readonly label: string;
}

const THEMES: readonly Choice[] = [
  { id: 'theme.system', icon: Monitor, label: 'As the system' },
  { id: 'theme.light', icon: Sun, label: 'Light' },
  { id: 'theme.dark', icon: Moon, label: 'Dark' },
];

const PAPERS: readonly Choice[] = [
  { id: 'paper.plain', icon: Square, label: 'Plain paper, for everybody' },
  { id: 'paper.dots', icon: Grip, label: 'Dots, for everybody' },
  { id: 'paper.lines', icon: Rows3, label: 'Lines, for everybody' },
  { id: 'paper.squares', icon: Grid3x3, label: 'Squares, for everybody' },
];

const INK_WIDTHS: readonly Choice[] = [
  { id: 'inkWidth.pressure', icon: PenLine, label: PEN_WORDS.inkWidths.pressure },
  { id: 'inkWidth.speed', icon: Gauge, label: PEN_WORDS.inkWidths.speed },
  { id: 'inkWidth.constant', icon: Minus, label: PEN_WORDS.inkWidths.constant },
];

/** Shown after a pen has been used. */
const BARRELS: readonly Choice[] = [
  { id: 'barrel.erase', icon: Eraser, label: PEN_WORDS.barrels.erase },
  { id: 'barrel.lasso', icon: Lasso, label: PEN_WORDS.barrels.lasso },
  { id: 'barrel.menu', icon: Menu, label: PEN_WORDS.barrels.menu },
];

const WHEELS: readonly Choice[] = [
  { id: 'wheel.pan', icon: MoveVertical, label: 'The wheel moves the board' },
  { id: 'wheel.zoom', icon: ZoomIn, label: 'The wheel zooms' },
];

interface MainMenuProps {
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onClose: () => void;
  readonly state: CommandState;
  readonly platform: KeyPlatform;
  readonly run: (command: Command) => void;
  /** Other rooms that were open on this device. */
  readonly recent: readonly RecentRoom[];
  readonly onRoom: (room: RecentRoom) => void;
  /** The room's name, for a window whose bar is too narrow for it. */
  readonly roomName: ReactNode;
}

export function MainMenu(props: MainMenuProps): ReactNode {
  return (
    <div className="anchor">
      <IconButton label="Menu" icon={Menu} tip="below" expanded={props.open} onPress={props.onToggle} />
      {props.open ? <MenuPanel {...props} /> : null}
    </div>
  );
}

function MenuPanel({ onClose, state, platform, run, recent, onRoom, roomName }: MainMenuProps): ReactNode {
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
    <Popover label="Menu" role="menu" side="left" onClose={onClose} className="menu">
      <div className="menu__room">{roomName}</div>
      {GROUPS.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of menu items is no fieldset
        <div className="menu__group" role="group" key={group[0]?.id}>
          {group.map(({ id, icon, narrowOnly }) => item(id, icon, narrowOnly ? 'menu__item--narrow' : ''))}
        </div>
      ))}
      {recent.length > 0 ? (
        // biome-ignore lint/a11y/useSemanticElements: a group of menu items is no fieldset
        <div className="menu__group" role="group" aria-label="Recent rooms">
          <p className="menu__heading">Recent rooms</p>
          {recent.map((room) => (
            <button
              key={`${room.server}/${room.room}`}
              type="button"
              role="menuitem"
              className="menu__item"
              onClick={() => {
                onClose();
                onRoom(room);
              }}
            >
              <Clock3 {...ICON} />
              <span className="menu__label">{roomTitle(room.room, room.label)}</span>
              <span className="menu__aside">{serverTitle(room.server)}</span>
            </button>
          ))}
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a group of menu items is no fieldset */}
      <div className="menu__group" role="group" aria-label="Settings and help">
        <Choices title="Theme" choices={THEMES} ticked={`theme.${state.theme}`} run={run} />
        <Choices title="Paper" choices={PAPERS} ticked={paperCommand(state.paper)} run={run} />
        <Choices title="Wheel" choices={WHEELS} ticked={`wheel.${state.wheel}`} run={run} />
        <Choices title={PEN_WORDS.inkWidth} choices={INK_WIDTHS} ticked={`inkWidth.${state.inkWidth}`} run={run} />
        {state.penSeen ? (
          <Choices title={PEN_WORDS.barrel} choices={BARRELS} ticked={`barrel.${state.barrel}`} run={run} />
        ) : null}
        {item('help.keys', CircleQuestionMark)}
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
}

/** A setting with a few values, side by side. Choosing leaves the menu open, so that its effect is visible. */
function Choices({ title, choices, ticked, run }: ChoicesProps): ReactNode {
  return (
    <div className="menu__choices">
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
            <Icon {...ICON} size={16} />
          </button>
        ))}
      </div>
    </div>
  );
}
