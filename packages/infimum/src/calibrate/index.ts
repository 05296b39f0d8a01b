export { expectedCalibrationError, type ReliabilityBin, reliabilityBins } from "./calibration-error.ts";
export { proportionInterval } from "./proportion-interval.ts";
export {
  type SelfCalibration,
  type SelfCalibrationOptions,
  type Snapshot,
  selfCalibration,
} from "./self-calibration.ts";
export { type Temperature, temperatureScaling, temperedProbabilities } from "./temperature-scaling.ts";
