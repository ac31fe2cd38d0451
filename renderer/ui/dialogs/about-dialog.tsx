import type { ReactNode } from 'react';
import type { UpdateState } from '../../../core/contract/desktop/app-updates.ts';
import type { ShellCapabilities } from '../../../core/contract/desktop/shell-contract.ts';
import { CONTRACT_VERSION } from '../../../core/contract/hub-contract.ts';
import { Dialog } from '../chrome/parts/dialog.tsx';
import { FactList, factText } from '../chrome/parts/fact-list.tsx';
import { ABOUT, versionWords } from '../words/about-words.ts';
import { UPDATES, updateWords } from '../words/update-words.ts';

interface AboutDialogProps {
  readonly capabilities: ShellCapabilities;
  /** The browser and system of the page, as they name themselves. */
  readonly userAgent: string;
  /** What the app knows of newer versions of itself; null in a browser. */
  readonly updates: UpdateState | null;
  readonly now: number;
  readonly onAsk: () => void;
  readonly onRestart: () => void;
  readonly copy: (text: string) => void;
  readonly onClose: () => void;
}

/** The version and system of this Inkroom, for a fault report. */
export function AboutDialog(props: AboutDialogProps): ReactNode {
  const { capabilities, userAgent, updates, now, copy, onClose } = props;
  const words = updates === null ? undefined : updateWords(updates, now);
  const facts = versionWords(capabilities, CONTRACT_VERSION, userAgent, words);
  return (
    <Dialog title={ABOUT.title} onClose={onClose} className="dialog--small about">
      <p>{ABOUT.what}</p>
      <FactList facts={facts} />
      <div className="dialog__actions">
        {updates?.at === 'latest' || updates?.at === 'failed' ? (
          <button type="button" className="button" onClick={props.onAsk}>
            {UPDATES.ask}
          </button>
        ) : null}
        {updates?.at === 'ready' ? (
          <button type="button" className="button" onClick={props.onRestart}>
            {UPDATES.restart}
          </button>
        ) : null}
        <button type="button" className="button" onClick={() => copy(factText(facts))}>
          {ABOUT.copy}
        </button>
        <button type="button" className="button button--primary" data-autofocus onClick={onClose}>
          {ABOUT.close}
        </button>
      </div>
    </Dialog>
  );
}
