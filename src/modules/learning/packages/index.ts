import { keepState } from './keep.ts';
import { addPackageOperation, listPackages, readPackageReport } from './operations.ts';
import { openPackage, readOpening } from './play.ts';
import { retirePackage } from './retire.ts';
import { launchUnit } from './units.ts';

export { keepState } from './keep.ts';
export { PACKAGE_LIMITS, PACKAGE_PURPOSE } from './model.ts';
export { addPackageOperation as addPackage, listPackages, readPackageReport } from './operations.ts';
export { openPackage, readOpening } from './play.ts';
export { fetchCredential, openPackageFile, standardOfToken, type PackageFile } from './serve.ts';
export { retirePackage } from './retire.ts';
export { launchUnit } from './units.ts';

/** The operations of packages. */
export const packageOperations = [addPackageOperation, listPackages, readPackageReport, openPackage, readOpening, keepState, launchUnit, retirePackage];
