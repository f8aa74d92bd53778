import { listWeekActs } from './acts.ts';
import { readCityOperation, readUnitProgramme } from './operations.ts';

export { listWeekActs } from './acts.ts';
export { orderWorst } from './figures.ts';
export type { City, Decision, MainFigure } from './model.ts';
export { readCityOperation, readUnitProgramme } from './operations.ts';
export { KINDS as ACT_KINDS } from './week.ts';

/** The operations of the city's and a unit's page. */
export const cityOperations = [readCityOperation, readUnitProgramme, listWeekActs];
