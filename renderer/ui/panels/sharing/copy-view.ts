import { formatRoomLink, linkToView, type RoomLink } from '../../../../core/contract/access/room-link.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { SessionStatus } from '../../../session/session.ts';
import type { Copy } from '../../copy.ts';
import { LINK_WORDS } from '../../words/sharing/link-words.ts';
import type { Sharing } from './share-panel.tsx';
import { sharedServer, shareView } from './share-view.ts';
import { sharedLink } from './shared-link.ts';

export interface CopyViewOptions {
  readonly link: RoomLink;
  readonly sharing: Pick<Sharing, 'network' | 'askAddresses'>;
  readonly status: () => Pick<SessionStatus, 'grant'>;
  readonly engine: Pick<Engine, 'seen'>;
  readonly copy: Copy;
}

/** Copies a link to what the person sees, with the address for others, as the Share panel shows it. */
export async function copyView({ link, sharing, status, engine, copy }: CopyViewOptions): Promise<void> {
  const told = await sharing.askAddresses();
  const server = sharedServer(shareView(link.server, sharing.network.read(), told));
  await copy(formatRoomLink(linkToView({ ...sharedLink(link, status().grant), server }, engine.seen())), {
    done: LINK_WORDS.viewCopied,
    failed: LINK_WORDS.notCopied,
  });
}
