import type { AnyOperation } from '#kernel/operation/index.ts';
import { dropImport, matchImport, runImport, startImport, undoImport } from './operations.ts';
import { listImportUnits } from './template.ts';
import { exportImportErrors, listImportErrors, listImportsOperation, readImport } from './views.ts';

export { importFile, type ImportResult } from './file.ts';
export { type StaffRow } from './columns.ts';
export { fieldsOf, IMPORT_KINDS, labelOf, type ImportKind } from './kinds.ts';
export { csvTemplate, listImportUnits, templateOf, xlsxTemplate } from './template.ts';
export { importTask, workOn } from './work.ts';
export { exportImportErrors, listImportErrors, listImportsOperation, readImport } from './views.ts';
export { dropImport, matchImport, runImport, startImport, undoImport } from './operations.ts';

/** The operations of imports. */
export const importOperations: AnyOperation[] = [
  startImport,
  matchImport,
  runImport,
  undoImport,
  dropImport,
  listImportsOperation,
  readImport,
  listImportErrors,
  exportImportErrors,
  listImportUnits,
];
