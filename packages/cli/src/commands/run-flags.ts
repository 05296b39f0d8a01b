export interface RunFlags {
  readonly method?: string;
  readonly seed?: number;
  readonly evaluations?: number;
  readonly iterations?: number;
  readonly seconds?: number;
  readonly target?: number;
  readonly parallel?: number;
  readonly checkpoint?: string;
  readonly resume?: string;
  readonly report?: string;
  readonly json?: boolean;
}
