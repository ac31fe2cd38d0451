import type { ReactNode } from 'react';

/** A row of key caps. */
export function Caps({ caps }: { readonly caps: readonly string[] }): ReactNode {
  return (
    <span className="caps">
      {caps.map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
