import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import '../../styles/lost-copy-card.css';

interface NoticeCardProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly testId: string;
  /** True for a card that waits for the server and disappears by itself. It is announced when it appears. */
  readonly isWaiting?: boolean;
  /** Buttons. */
  readonly children: ReactNode;
}

/** A card over the board: what has happened, and the person's options. */
export function NoticeCard({ icon: Icon, title, text, testId, isWaiting = false, children }: NoticeCardProps): ReactNode {
  return (
    <section className={`surface lost-copy ${isWaiting ? 'lost-copy--waiting' : ''}`} aria-label={title} data-testid={testId}>
      <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
      <div className="lost-copy__body" role={isWaiting ? 'status' : undefined}>
        <h2>{title}</h2>
        <p>{text}</p>
        <div className="lost-copy__actions">{children}</div>
      </div>
    </section>
  );
}
