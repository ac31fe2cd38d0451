import type { ComponentProps, ReactNode } from 'react';
import { Select } from '../../chrome/parts/select.tsx';
import { SHARE } from '../../words/sharing/share-words.ts';

/** The choice of the address at which others reach the room. */
export function AddressSelect(props: Omit<ComponentProps<typeof Select<string>>, 'label'>): ReactNode {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is in `Select`
    <label className="share-panel__address">
      <span className="field-label">{SHARE.address}</span>
      <Select {...props} />
    </label>
  );
}
