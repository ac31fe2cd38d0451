import type { ReactNode } from 'react';
import { linksIn } from '../../engine/text/layout/links.ts';

interface LinkedTextProps {
  readonly text: string;
  readonly openLink: (address: string) => void;
}

/** Another person's text, in which addresses (http, https, mailto) can be pressed. The shell opens them, not this page. */
export function LinkedText({ text, openLink }: LinkedTextProps): ReactNode {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { from, to, address } of linksIn(text)) {
    parts.push(text.slice(at, from));
    parts.push(
      <a
        key={from}
        href={address}
        rel="noreferrer"
        target="_blank"
        title={address}
        onClick={(event) => {
          event.preventDefault();
          openLink(address);
        }}
      >
        {text.slice(from, to)}
      </a>,
    );
    at = to;
  }
  parts.push(text.slice(at));
  return parts;
}
