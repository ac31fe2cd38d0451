import type { ReactNode } from 'react';
import type { HostedHere } from '../../../core/contract/desktop/shell-contract.ts';
import { KEEP_SETTING, KEPT } from '../words/status/keep-words.ts';
import '../styles/keep-question.css';

interface KeepSettingProps {
  readonly hosted: HostedHere;
  readonly onKeep: (keeps: HostedHere['keeps']) => void;
}

const CHOICES = ['memory', 'disk'] as const;

/** Whether boards hosted here are kept, as a setting. */
export function KeepSetting({ hosted, onKeep }: KeepSettingProps): ReactNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons in a row are no fieldset
    <div className="keep-setting" role="group" aria-label={KEEP_SETTING.title}>
      <span>{KEEP_SETTING.title}</span>
      <div className="segments segments--words">
        {CHOICES.map((keeps) => (
          <button
            key={keeps}
            type="button"
            aria-pressed={hosted.keeps === keeps}
            onClick={() => {
              if (hosted.keeps !== keeps || !hosted.isChosen) onKeep(keeps);
            }}
          >
            {KEEP_SETTING[keeps]}
          </button>
        ))}
      </div>
      {hosted.trouble === undefined ? null : <p className="muted">{KEPT.notKept}</p>}
    </div>
  );
}
