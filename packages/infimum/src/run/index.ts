export type {
  Certificate,
  Certifier,
  LeastSquaresCertificate,
  NoCertificate,
  RayCertificate,
  StationaryCertificate,
} from "./certificate.ts";
export type { Checkpoint } from "./checkpoint.ts";
export { chosenOptions } from "./chosen-options.ts";
export type { Counts, InvalidEvaluation } from "./ledger.ts";
export {
  type Capability,
  type ConfigurableMethod,
  type Method,
  type MethodDefinition,
  method,
  type Paper,
  type Verdict,
} from "./method.ts";
export type { Observer, Step } from "./observe.ts";
export { type Asked, OpenRun, type Told } from "./open-run.ts";
export { decode, encode, type Plain } from "./plain-data.ts";
export type { Result } from "./result.ts";
export type { Budget, Status } from "./stopping.ts";
