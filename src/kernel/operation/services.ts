import type { Log } from '#base/log/index.ts';

/** Parts of the running program that operations may use. Modules of the kernel add theirs by declaration merging beside their code. */
export interface Services {
  /** Root folder of the program, where `content/` lies. */
  root: string;
  log: Log;
  /** Address people use, for links in messages. */
  publicUrl: string;
  /** Whether people and figures are imaginary. */
  demo: boolean;
}
