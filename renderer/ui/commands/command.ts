import type { LanguageChoice } from '../../../core/base/language.ts';
import type { MenuSection } from '../../../core/contract/desktop/shell-contract.ts';
import type { Engine } from '../../engine/engine.ts';
import type { PressureCurve, Steadying, WidthIn } from '../../engine/ink/pen-profile.ts';
import type { PointerHabits } from '../../engine/input/pointer-facts.ts';
import type { InkWidth } from '../../engine/input/pressure-judge.ts';
import type { AddedKind } from '../../engine/keyboard-making.ts';
import type { Paper } from '../../engine/layers/paper-layer.ts';
import type { DepthStep } from '../../engine/selection/arranging/depth.ts';
import type { AlignEdge, Axis } from '../../engine/selection/arranging/line-up.ts';
import type { ToolId } from '../../engine/tools/tool.ts';
import type { Session } from '../../session/session.ts';
import type { BoardExports } from '../adding/board-exports.ts';
import type { ClipboardActs } from '../adding/clipboard/clipboard-events.ts';
import type { Chrome } from '../chrome-state.ts';
import type { BoardFiles } from '../dialogs/board-files.ts';
import type { CursorChoice, Settings, ThemeChoice, WheelChoice } from '../settings/settings.ts';
import type { OwnKeys } from '../shortcuts/own-keys.ts';
import type { KeyCombo } from './keys.ts';

/** The services that a command may use. Each has only the methods that the list below needs. */
export interface CommandContext {
  readonly canvas: Pick<
    Engine,
    | 'snapshot'
    | 'setTool'
    | 'setStyle'
    | 'zoomIn'
    | 'zoomOut'
    | 'zoomTo'
    | 'zoomToFit'
    | 'zoomToSelection'
    | 'backToContent'
    | 'selectAll'
    | 'arrange'
    | 'setEraser'
    | 'setBoard'
    | 'writeInSelection'
    | 'cancel'
    | 'addInMiddle'
    | 'connectSelected'
  >;
  readonly history: Pick<Session, 'undo' | 'redo'>;
  readonly clipboard: Pick<ClipboardActs, 'copy' | 'cut' | 'paste'>;
  readonly files: Pick<BoardFiles, 'open' | 'save' | 'exportPicture' | 'takeBack'>;
  readonly exports: BoardExports;
  readonly chrome: Pick<Chrome, 'show' | 'toggle' | 'close' | 'toggleHidden' | 'read'>;
  readonly presenting: { start(): void };
  /** Shows a sentence. */
  say(text: string): void;
  readonly replay: { start(): void };
  readonly meeting: { toggle(): void };
  readonly pictures: { choose(): void };
  readonly rooms: { openNew(): void };
  readonly links: { copyView(): void };
  readonly following: { stop(): boolean };
  readonly settings: {
    choose(
      part: Partial<
        Pick<
          Settings,
          'theme' | 'wheel' | 'language' | 'cursors' | 'inkWidth' | 'barrel' | 'pressureCurve' | 'steadying' | 'widthIn'
        >
      >,
    ): void;
    toggle(name: 'keepTool' | 'snaps' | 'encloses' | 'taps' | 'minimap'): void;
    /** To the opposite of the shown theme. */
    toggleTheme(): void;
    /** To the opposite of the pen mode in effect. */
    togglePenMode(): void;
  };
}

/** The state that decides whether a command can run and is ticked. */
export interface CommandState {
  readonly tool: ToolId;
  /** The person has the right to change the board. */
  readonly mayDraw: boolean;
  /** The person is a host of the room. */
  readonly isHost: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly canTakeBack: boolean;
  readonly selected: number;
  /** The eraser removes parts of strokes. */
  readonly erasesParts: boolean;
  /** The number of visible elements on the board. */
  readonly elements: number;
  readonly theme: ThemeChoice;
  readonly wheel: WheelChoice;
  readonly language: LanguageChoice;
  /** How other people's cursors are shown. */
  readonly cursors: CursorChoice;
  /** A tool stays chosen after it has made an element. */
  readonly keepTool: boolean;
  readonly snaps: boolean;
  readonly encloses: boolean;
  /** Pen mode: only the pen draws, fingers move the board. */
  readonly penMode: boolean;
  /** A pen has touched this board. */
  readonly penSeen: boolean;
  readonly taps: boolean;
  readonly inkWidth: InkWidth;
  readonly pressureCurve: PressureCurve;
  readonly steadying: Steadying;
  readonly widthIn: WidthIn;
  readonly barrel: PointerHabits['barrel'];
  readonly minimap: boolean;
  /** The current tool or the selection has a width. */
  readonly hasWidth: boolean;
  /** Shapes or lines are selected, so their kind can be switched. */
  readonly hasKinds: boolean;
  readonly hidden: boolean;
  /** The pattern of the paper. */
  readonly paper: number;
  /** The board has elements, and none of them is in view. */
  readonly isAstray: boolean;
  /** Keys that the person changed. */
  readonly keys: OwnKeys;
}

/** A named action. Keyboard, buttons, native menu and help sheet all read this one list. */
export interface Command {
  readonly id: CommandName;
  /** Its text in a button's tooltip, in the menu and in the help sheet. */
  readonly label: string;
  /** Its usual keys. `keysOf` has those on this device. */
  readonly keys: readonly KeyCombo[];
  /** Keys on which the browser acts: they are shown and cannot be changed. */
  readonly fixedKeys?: readonly KeyCombo[];
  /** Its place in the native menu. Absent: keyboard only. Commands with the same group number are adjacent. */
  readonly menu?: { readonly section: MenuSection['title']; readonly group: number };
  /** Runs again while the key is held. */
  readonly repeats?: true;
  run(context: CommandContext): void;
  enabled?(state: CommandState): boolean;
  checked?(state: CommandState): boolean;
}

export type CommandName =
  | `tool.${ToolId}`
  | 'tool.keep'
  | 'pen.mode'
  | 'pen.taps'
  | 'pen.test'
  | `inkWidth.${InkWidth}`
  | `pressureCurve.${PressureCurve}`
  | `steadying.${Steadying}`
  | `widthIn.${WidthIn}`
  | `barrel.${PointerHabits['barrel']}`
  | 'file.newRoom'
  | 'file.boards'
  | 'file.join'
  | 'file.open'
  | 'file.save'
  | 'file.exportPng'
  | 'file.exportSvg'
  | 'file.exportPdf'
  | 'file.exportScene'
  | 'file.print'
  | 'insert.picture'
  | 'edit.undo'
  | 'edit.redo'
  | 'edit.takeBack'
  | 'edit.cut'
  | 'edit.copy'
  | 'edit.paste'
  | 'edit.duplicate'
  | 'edit.delete'
  | 'edit.selectAll'
  | 'edit.copyPng'
  | 'edit.copySvg'
  | 'edit.write'
  | 'edit.clear'
  | 'edit.cancel'
  | 'eraser.part'
  | 'select.snaps'
  | 'select.encloses'
  | 'edit.copyStyle'
  | 'edit.nextKind'
  | 'edit.previousKind'
  | 'edit.pasteStyle'
  | 'edit.group'
  | 'edit.ungroup'
  | 'edit.lock'
  | `order.${DepthStep}`
  | `align.${AlignEdge}`
  | `distribute.${Axis}`
  | `flip.${Axis}`
  | `nudge.${'left' | 'right' | 'up' | 'down'}`
  | `nudge.${'left' | 'right' | 'up' | 'down'}Far`
  | 'style.thinner'
  | 'style.thicker'
  | 'view.zoomIn'
  | 'view.zoomOut'
  | 'view.zoomReset'
  | 'view.zoomFit'
  | 'view.zoomSelection'
  | 'view.backToContent'
  | 'view.hideChrome'
  | 'view.find'
  | 'view.frames'
  | 'view.list'
  | `insert.${AddedKind}`
  | 'insert.connection'
  | 'view.present'
  | 'view.replay'
  | 'view.trace'
  | 'view.minimap'
  | 'theme.system'
  | 'theme.light'
  | 'theme.dark'
  | 'theme.toggle'
  | `wheel.${WheelChoice}`
  | `language.${LanguageChoice}`
  | `cursors.${CursorChoice}`
  | `paper.${keyof typeof Paper}`
  | 'room.share'
  | 'room.copyView'
  | 'room.status'
  | 'room.meet'
  | 'help.commands'
  | 'help.keys'
  | 'help.changeKeys'
  | 'help.about';

export function isEnabled(command: Command, state: CommandState): boolean {
  if (!state.mayDraw && changesBoard(command.id)) return false;
  return command.enabled?.(state) ?? true;
}

/** Tools that do not change the board. */
const LOOKING: ReadonlySet<CommandName> = new Set<CommandName>(['tool.hand', 'tool.select', 'tool.keep']);
const CHANGING: ReadonlySet<CommandName> = new Set<CommandName>([
  'insert.picture',
  'edit.undo',
  'edit.redo',
  'edit.takeBack',
  'edit.cut',
  'edit.paste',
  'edit.duplicate',
  'edit.delete',
  'edit.write',
  'edit.clear',
  'edit.pasteStyle',
  'edit.group',
  'edit.ungroup',
  'edit.lock',
  'edit.nextKind',
  'edit.previousKind',
  'eraser.part',
]);
const CHANGING_FAMILY = /^(tool|insert|order|align|distribute|flip|nudge|style|paper)\./;

/** Whether a command changes the board, or prepares a change. Such a command is useless without the right to draw. */
function changesBoard(id: CommandName): boolean {
  return CHANGING.has(id) || (CHANGING_FAMILY.test(id) && !LOOKING.has(id));
}

export function hasSelection(state: CommandState): boolean {
  return state.selected > 0;
}
