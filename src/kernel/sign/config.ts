import { readFileSync } from 'node:fs';
import { trouble } from '#base/trouble/index.ts';
