export interface RunFlags {
  readonly method?: string;
  readonly seed?: number;
  readonly evaluations?: number;
  readonly iterations?: number;
  readonly seconds?: number;
  readonly target?: number;
  readonly parallel?: number;
  readonly trials?: number;
  readonly workers?: number;
  readonly store?: string;
  readonly sampler?: string;
  readonly pruner?: string;
  readonly checkpoint?: string;
  readonly resume?: string;
  readonly report?: string;
  readonly json?: boolean;
}
