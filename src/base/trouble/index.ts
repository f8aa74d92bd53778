/**
 * A fault of the surroundings (port, disk, folder, database) that the person who started the program can mend.
 * Its message is one sentence in English and the same in Vietnamese; it is printed without a stack and ends the process with code 1.
 */
export class Trouble extends Error {
  constructor(english: string, vietnamese: string, options?: ErrorOptions) {
    super(`${english}\n${vietnamese}`, options);
    this.name = 'Trouble';
  }
}

/** The code of a system error (`ENOSPC`, `EACCES`) or of a PostgreSQL error (`57P03`), or undefined. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What `read` returns; an error it throws becomes a `Trouble` with its sentence, for reading settings that a person wrote. */
export function settled<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Trouble(reason, 'Thiết lập trong biến môi trường chưa đúng: hãy sửa giá trị nêu ở dòng trên.', { cause });
  }
}

/** Prints a `Trouble` as its sentences and anything else with its stack, on standard error. */
export function printFault(error: unknown): void {
  if (error instanceof Trouble) console.error(error.message);
  else console.error(error);
}
