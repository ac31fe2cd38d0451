import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { PanelTitle } from './popover.tsx';
import '../../styles/dialog.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A modal dialog. The browser's own: it traps the focus, closes on Escape and restores the focus. */
export function Dialog({ title, onClose, className = '', children }: DialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before any key can come: without the focus, it would run a command of the board.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const before = document.activeElement;
    element.showModal();
    element.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes with Escape; this is the press on the shade around
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="dialog__body">
        <PanelTitle title={title} onClose={onClose} />
        {children}
      </div>
    </dialog>
  );
}
