import { askCalibration, decideCalibration, listCalibrations, readCalibration } from './operations.ts';

export type { CalibrationLine, FoundItem } from './model.ts';
export { askCalibration, calibrateJob, decideCalibration, listCalibrations, readCalibration } from './operations.ts';

/** What can be asked of calibrations from stored answers. */
export const calibrationOperations = [askCalibration, listCalibrations, readCalibration, decideCalibration];
