import type { ReactNode } from 'react';
import { CONTRACT_VERSION } from '../../../core/contract/hub-contract.ts';
import type { ShellCapabilities } from '../../../core/contract/shell-contract.ts';
import { Dialog } from '../chrome/dialog.tsx';
import { ABOUT, versionWords } from '../words/about-words.ts';

interface AboutDialogProps {
  readonly capabilities: ShellCapabilities;
  /** The browser and system of the page, as they name themselves. */
  readonly userAgent: string;
  readonly copy: (text: string) => void;
  readonly onClose: () => void;
}

/** The version and system of this Inkroom, for a fault report. */
export function AboutDialog({ capabilities, userAgent, copy, onClose }: AboutDialogProps): ReactNode {
  const facts = versionWords(capabilities, CONTRACT_VERSION, userAgent);
  return (
    <Dialog title={ABOUT.title} onClose={onClose} className="dialog--small about">
      <p>{ABOUT.what}</p>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="dialog__actions">
        <button
          type="button"
          className="button"
          onClick={() => copy(facts.map(([name, value]) => `${name}: ${value}`).join('\n'))}
        >
          {ABOUT.copy}
        </button>
        <button type="button" className="button button--primary" data-autofocus onClick={onClose}>
          {ABOUT.close}
        </button>
      </div>
    </Dialog>
  );
}
