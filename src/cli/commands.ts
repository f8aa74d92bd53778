import { backup, restore } from './backup/index.ts';
import type { Command } from './command.ts';
import { demoCommand } from './demo.ts';
import { importCommand } from './import.ts';
import { migrateCommand } from './migrate.ts';
import { operationsCommand } from './operations.ts';
import { performCommand } from './perform.ts';
import { serveCommand } from './serve.ts';
import { verifyCommand } from './verify.ts';

/** All commands of `khue`, in the order in which the help lists them. */
export const commands: Command[] = [serveCommand, migrateCommand, demoCommand, operationsCommand, performCommand, importCommand, verifyCommand, backup, restore];
