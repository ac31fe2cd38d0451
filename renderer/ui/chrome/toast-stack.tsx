import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSource } from '../use-source.ts';
import type { Toasts } from '../watching/toasts.ts';
import { CHROME } from '../words/chrome-words.ts';
import { ICON } from './parts/icon-button.tsx';
import '../styles/toast-stack.css';

/** Messages that disappear by themselves, announced politely. */
export function ToastStack({ toasts }: { readonly toasts: Toasts }): ReactNode {
  const list = useSource(toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {list.map(({ id, tone, text, detail }) =>
        tone === 'heard' ? (
          <p key={id} className="visually-hidden">
            {text}
          </p>
        ) : (
          <div key={id} className={`surface toast toast--${tone}`}>
            <span>
              {text}
              {/* The blank is for who copies or hears it. */}
              {detail === undefined ? null : (
                <>
                  {' '}
                  <code>{detail}</code>
                </>
              )}
            </span>
            <button
              type="button"
              className="icon-button icon-button--small"
              aria-label={CHROME.dismiss}
              onClick={() => toasts.dismiss(id)}
            >
              <X {...ICON} size={14} />
            </button>
          </div>
        ),
      )}
    </div>
  );
}
