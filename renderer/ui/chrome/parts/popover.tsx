import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import { CHROME } from '../../words/chrome-words.ts';
import { hushTip } from './hush-tip.ts';
import { ICON } from './icon-button.tsx';
import '../../styles/popover.css';

const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), [tabindex]:not([tabindex="-1"])';

interface PopoverProps {
  readonly label: string;
  readonly onClose: () => void;
  /** The edge of its anchor to which it is aligned. */
  readonly side: 'left' | 'right';
  readonly place?: 'below' | 'above';
  readonly role?: 'dialog' | 'menu';
  readonly className?: string;
  readonly children: ReactNode;
}

/**
 * A panel attached to its parent (class `anchor`, which also contains the button that opens it); a sheet in a narrow window.
 * Takes the focus and restores it. Closes on Escape, on a press elsewhere, and when the focus leaves it.
 */
export function Popover({
  label,
  onClose,
  side,
  place = 'below',
  role = 'dialog',
  className = '',
  children,
}: PopoverProps): ReactNode {
  const panel = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  // Before any key can come, as in a dialog.
  useLayoutEffect(() => {
    const element = panel.current;
    if (!element) return;
    const before = document.activeElement;
    (element.querySelector<HTMLElement>('[data-autofocus]') ?? element).focus({ preventScroll: true });
    const anchor = element.parentElement ?? element;
    const isOutside = (target: EventTarget | null): boolean => target instanceof Node && !anchor.contains(target);
    const pressed = (event: PointerEvent): void => {
      if (isOutside(event.target)) close.current();
    };
    const left = (event: FocusEvent): void => {
      if (isOutside(event.relatedTarget)) close.current();
    };
    document.addEventListener('pointerdown', pressed, true);
    anchor.addEventListener('focusout', left);
    return () => {
      document.removeEventListener('pointerdown', pressed, true);
      anchor.removeEventListener('focusout', left);
      // Only if no other element has taken the focus since.
      const now = document.activeElement;
      if (before instanceof HTMLElement && (now === null || now === document.body || element.contains(now))) {
        before.focus({ preventScroll: true });
        hushTip(before);
      }
    };
  }, []);

  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    } else if (role === 'menu') moveInMenu(event, panel.current);
  };

  return (
    <>
      <div className="popover-shade" aria-hidden="true" onPointerDown={onClose} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its role is a prop */}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: its role is a prop */}
      <div
        ref={panel}
        tabIndex={-1}
        role={role}
        aria-label={label}
        className={`popover popover--${side} popover--${place} ${className}`}
        onKeyDown={pressed}
      >
        {children}
      </div>
    </>
  );
}

/** Heading of a panel, with a close button. */
export function PanelTitle({ title, onClose }: { readonly title: string; readonly onClose: () => void }): ReactNode {
  return (
    <div className="panel-title">
      <h2>{title}</h2>
      <button type="button" className="icon-button icon-button--small" aria-label={CHROME.close} onClick={onClose}>
        <X {...ICON} size={16} />
      </button>
    </div>
  );
}

/** Arrow keys, Home, End and first letters move between a menu's items. */
function moveInMenu(event: KeyboardEvent, panel: HTMLElement | null): void {
  const isLetter = /^[\p{L}\p{N}]$/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;
  // In the field that renames the room they are typed.
  if (event.target instanceof HTMLInputElement) return;
  if (!panel || !(isLetter || ['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key))) return;
  // Some items exist for narrow windows only.
  const items = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((item) => item.getClientRects().length > 0);
  if (items.length === 0) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = isLetter ? itemWith(event.key, items, at) : nextItem(event.key, at, items.length);
  items[next]?.focus();
}

/** Index of the next item whose words begin with the letter; `at` when there is none. */
function itemWith(letter: string, items: readonly HTMLElement[], at: number): number {
  const begins = ({ textContent, ariaLabel }: HTMLElement): boolean =>
    (ariaLabel ?? textContent).trim().toLocaleLowerCase().startsWith(letter.toLocaleLowerCase());
  const after = items.findIndex((item, index) => index > at && begins(item));
  return after >= 0 ? after : Math.max(items.findIndex(begins), at);
}

/** Index of the item for a key; `at` is -1 while none has the focus. */
export function nextItem(key: string, at: number, count: number): number {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'ArrowDown') return at < 0 ? 0 : (at + 1) % count;
  return at < 0 ? count - 1 : (at - 1 + count) % count;
}
