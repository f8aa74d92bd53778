export { BASE, frameworkContent, type FrameworkContent } from './content.ts';
export { exportFramework, frameworkOperations, importFramework, listFrameworks, readFramework } from './operations.ts';
export { knownFrameworks } from './view.ts';
export type { FrameworkView, Related } from './model.ts';
