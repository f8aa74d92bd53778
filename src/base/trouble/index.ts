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

/** What PostgreSQL answers when it has no room for what is written. */
const DISK_FULL = '53100';
const FULL = `The disk that holds the database is full: free some space and start Khuê again; nothing saved before is lost.
Ổ đĩa chứa cơ sở dữ liệu đã đầy: hãy giải phóng dung lượng rồi khởi động lại Khuê; dữ liệu đã lưu trước đó không mất.`;

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

/** Prints a `Trouble` and a full disk as sentences and anything else with its stack, on standard error. */
export function printFault(error: unknown): void {
  if (error instanceof Trouble) console.error(error.message);
  else if (codeOf(error) === DISK_FULL) console.error(FULL);
  else console.error(error);
}
