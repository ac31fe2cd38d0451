import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSource } from '../use-source.ts';
import type { News } from '../watching/news.ts';
import { CHROME } from '../words/chrome-words.ts';
import { ICON } from './parts/icon-button.tsx';
import '../styles/news-banner.css';

/** Events from the time when the person was away, in one line, announced politely. The region exists before its text. */
export function NewsBanner({ news }: { readonly news: News }): ReactNode {
  const item = useSource(news);
  return (
    <div role="status" aria-live="polite" data-testid="news">
      {item === undefined ? null : (
        // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the banner while a person points at it
        <div
          className={`surface news news--${item.tone}`}
          onPointerEnter={news.hold}
          onPointerLeave={news.release}
          onFocus={news.hold}
          onBlur={news.release}
        >
          <p>{item.text}</p>
          <button type="button" className="icon-button icon-button--small" aria-label={CHROME.dismiss} onClick={news.dismiss}>
            <X {...ICON} size={14} />
          </button>
        </div>
      )}
    </div>
  );
}
