import { mkdirSync, writeFileSync } from 'node:fs';
import { apiFiles } from './api-files.ts';

for (const [path, text] of Object.entries(apiFiles(process.cwd()))) {
  mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}
