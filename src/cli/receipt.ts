import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { Trouble } from '#base/trouble/index.ts';
import { checkReceipt } from '#kernel/proof/index.ts';

/** Checks a receipt, a line for each thing that was looked at; the exit code is 1 when one of them does not hold. */
export async function verifyReceipt(file: string, more: { records: string | undefined; key: string | undefined }): Promise<number> {
  const records = more.records === undefined ? undefined : await readText(more.records);
  const checks = checkReceipt(await readText(file), { key: more.key, records });
  for (const { ok, what } of checks) console.log(`${ok ? 'ok    ' : 'FAILED'}  ${what}`);
  const good = checks.every(({ ok }) => ok);
  console.log(good ? 'The receipt holds. Biên nhận hợp lệ.' : 'The receipt does NOT hold. Biên nhận KHÔNG hợp lệ.');
  return good ? 0 : 1;
}

/** The text of a file, compressed with gzip or not; throws a `Trouble` when it cannot be read. */
export async function readText(file: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw new Trouble(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, `Không đọc được tệp ${file}.`);
  }
}
