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
export { describedSpace, isSpace, type ParamsOf, type Space, space } from "./space.ts";
