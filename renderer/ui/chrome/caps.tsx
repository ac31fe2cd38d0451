import type { ReactNode } from 'react';

/** Key caps in a row. */
export function Caps({ caps }: { readonly caps: readonly string[] }): ReactNode {
  return (
    <span className="caps">
      {caps.map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
