export type Vector = Float64Array;
