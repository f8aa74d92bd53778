import { readCityOperation, readUnitProgramme } from './operations.ts';

export { orderWorst } from './figures.ts';
export type { City, Decision, MainFigure } from './model.ts';
export { readCityOperation, readUnitProgramme } from './operations.ts';

/** The operations of the city's and a unit's page. */
export const cityOperations = [readCityOperation, readUnitProgramme];
