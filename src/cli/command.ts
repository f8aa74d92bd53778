import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { Config } from '#base/config/index.ts';
import { Trouble } from '#base/trouble/index.ts';

/** What a command is called with. */
export type Call = {
  config: Config;
  /** Words that are no option, as many as `words` names. */
  words: string[];
  /** Text of an option, or undefined when it was not given. */
  text: (option: string) => string | undefined;
  /** Whether a switch was given. */
  has: (option: string) => boolean;
};

/** One command of `khue`. `run` returns the exit code; nothing means 0. */
export type Command = {
  name: string;
  /** One line in the list of commands. */
  summary: string;
  /** Names of the words it takes, e.g. `['FILE']`; a name in brackets (`[FILE]`) may be left out. */
  words: string[];
  options: Record<string, { type: 'string' | 'boolean'; help: string; value?: string }>;
  run: (call: Call) => Promise<number | void>;
};

/** The page shown by `khue` and `khue --help`. */
export function overview(commands: Command[]): string {
  const usages = commands.map((command) => [usage(command), command.summary] as const);
  return ['Usage: khue COMMAND [options]', '', ...table(usages), '', 'khue COMMAND --help explains one command.'].join('\n');
}

/** The page shown by `khue COMMAND --help`. */
export function helpOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, option]) => [option.type === 'string' ? `--${name} ${option.value ?? 'TEXT'}` : `--${name}`, option.help] as const);
  return [`Usage: khue ${usage(command)}`, '', command.summary, '', ...table([...options, ['--help', 'Shows this page']])].join('\n');
}

/** Parses what follows a command's name; `'help'` when that was asked for. Throws a `Trouble` for an unknown option or a missing word. */
export function parseCall(command: Command, args: string[], config: Config): Call | 'help' {
  const options: ParseArgsOptionsConfig = { help: { type: 'boolean', short: 'h' } };
  for (const [name, option] of Object.entries(command.options)) options[name] = { type: option.type };
  const { values, positionals } = parsed(command, args, options);
  if (values['help'] === true) return 'help';
  const needed = command.words.filter((word) => !word.startsWith('[')).length;
  if (positionals.length < needed || positionals.length > command.words.length) throw misuse(command, `it takes ${command.words.join(' ') || 'no words'}`);
  return {
    config,
    words: positionals,
    text: (option) => (typeof values[option] === 'string' ? values[option] : undefined),
    has: (option) => values[option] === true,
  };
}

function parsed(command: Command, args: string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw misuse(command, error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}

function misuse(command: Command, what: string): Trouble {
  return new Trouble(`khue ${command.name}: ${what} (see "khue ${command.name} --help").`, `Lệnh khue ${command.name} chưa đúng; xem "khue ${command.name} --help".`);
}

function usage(command: Command): string {
  return [command.name, ...command.words].join(' ');
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
