export type { ChoiceValue } from "./choice-value.ts";
export type { CodeCondition, Dimension } from "./dimensions.ts";
export {
  type ChoiceDomain,
  type Domain,
  type FloatDomain,
  fromUnit,
  type IntDomain,
  levelsOf,
  logRange,
  toUnit,
} from "./domain.ts";
export { describedSpace, space } from "./flat-space.ts";
export {
  type Condition,
  type Conditional,
  choice,
  float,
  int,
  type RangeOptions,
  type RecordOf,
  type SpacePart,
  type SpaceRecord,
  type Variable,
  type Variant,
  variant,
  when,
} from "./parts.ts";
export { isSpace, type ParamsOf, type Space } from "./space.ts";
