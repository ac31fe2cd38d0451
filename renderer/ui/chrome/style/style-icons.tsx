import type { ReactNode } from 'react';

function Icon({ children, mirrored }: { readonly children: ReactNode; readonly mirrored?: boolean }): ReactNode {
  return (
    <svg
      aria-hidden="true"
      width={20}
      height={20}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <g transform={mirrored ? 'matrix(-1 0 0 1 20 0)' : undefined}>{children}</g>
    </svg>
  );
}

/** The icon of a line for a value of `dash`. */
export function DashIcon({ dash }: { readonly dash: number }): ReactNode {
  return (
    <Icon>
      <path d="M2.5 10h15" strokeWidth={2} strokeDasharray={['none', '3.5 4.1', '0.1 3.7'][dash]} />
    </Icon>
  );
}

const HEADS: readonly ReactNode[] = [
  <path key="none" d="M3 10h14" />,
  <path key="open" d="M3 10h14m-5-5 5 5-5 5" />,
  <path key="filled" d="M3 10h8m0-4.5 6 4.5-6 4.5z" fill="currentColor" />,
  <g key="dot">
    <path d="M3 10h9" />
    <circle cx={14} cy={10} r={3} fill="currentColor" />
  </g>,
  <path key="bar" d="M3 10h13m0-5v10" />,
];

/** The icon of a line's end for a value of `headFrom` or `headTo`. */
export function HeadIcon({ head, at }: { readonly head: number; readonly at: 'headFrom' | 'headTo' }): ReactNode {
  return <Icon mirrored={at === 'headFrom'}>{HEADS[head]}</Icon>;
}

const HATCHES: readonly ReactNode[] = [
  <rect key="solid" x={4} y={4} width={12} height={12} rx={2} fill="currentColor" />,
  <path key="lines" d="M4 10 10 4M4 16 16 4M10 16l6-6" />,
  <path key="crossed" d="M4 8l4-4M4 16 16 4M12 16l4-4M4 12l4 4M4 4l12 12M12 4l4 4" />,
];

/** The icon of a shape's fill for a value of `hatch`. */
export function HatchIcon({ hatch }: { readonly hatch: number }): ReactNode {
  return <Icon>{HATCHES[hatch]}</Icon>;
}

const SKETCHES = [
  'M3 10h14',
  'M3 10.5c3-2 5 1 7.500-.5s4.500-1.500 6.500.3',
  'M3 12c2-5 4 3 6.500-1.500S13 8 17 11M3 9c4 3 6-3 14-.5',
];

/** The icon of a line's look for a value of `sketch`. */
export function SketchIcon({ sketch }: { readonly sketch: number }): ReactNode {
  return (
    <Icon>
      <path d={SKETCHES[sketch]} />
    </Icon>
  );
}

const ROUTES = ['M4 16 16 4', 'M4 16C4 8 8 4 16 4', 'M4 16h6V4h6'];

/** The icon of a line's way for a value of `route`. */
export function RouteIcon({ route }: { readonly route: number }): ReactNode {
  return (
    <Icon>
      <path d={ROUTES[route]} />
    </Icon>
  );
}

export function NoFillIcon(): ReactNode {
  return (
    <Icon>
      <circle cx={10} cy={10} r={7.5} />
      <path d="m15 5-10 10" />
    </Icon>
  );
}

export function OpacityIcon({ percent }: { readonly percent: number }): ReactNode {
  return (
    <Icon>
      <circle cx={10} cy={10} r={7} />
      <circle cx={10} cy={10} r={7} fill="currentColor" stroke="none" opacity={percent / 100} />
    </Icon>
  );
}
