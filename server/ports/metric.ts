/** One metric of `/metrics`; names follow Prometheus' rules. */
export type Metric = Figure | Histogram;

export interface Figure {
  readonly name: string;
  readonly kind: 'gauge' | 'counter';
  readonly help: string;
  readonly value: number;
  /** Figures of one name that differ in this follow each other. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** `counts`: for each upper end in `ends`, and last beyond all of them. */
export interface Histogram {
  readonly name: string;
  readonly kind: 'histogram';
  readonly help: string;
  readonly ends: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
}

/** A value that rises and falls. */
export const gauge = (name: string, help: string, value: number): Figure => ({
  name: `inkroom_${name}`,
  kind: 'gauge',
  help,
  value,
});

/** A sum since the start of the process. */
export const counter = (name: string, help: string, value: number): Figure => ({
  name: `inkroom_${name}_total`,
  kind: 'counter',
  help,
  value,
});
