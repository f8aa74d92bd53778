import { formatDate, translator } from '#base/text/index.ts';
import { isDay } from '#base/day/index.ts';
import { checkBadge, isGood } from '#modules/skills/index.ts';
import { readText } from './receipt.ts';

const MARKS = { good: 'ok    ', bad: 'FAILED', open: 'open  ' };

/** With what a certificate is checked: files and texts as they were given. */
type Given = { issuer: string | undefined; status: string | undefined; key: string | undefined; name: string | undefined };

/** Checks a certificate file without network and database, a line for each thing that was looked at; the exit code is 1 when one of them is wrong. */
export async function verifyCertificate(root: string, file: string, { issuer, status, key, name }: Given): Promise<number> {
  const t = translator('en', root);
  const findings = await checkBadge(await readText(file), {
    now: Temporal.Now.instant(),
    keys: key === undefined ? undefined : [key],
    issuer: issuer === undefined ? undefined : await readText(issuer),
    status: status === undefined ? undefined : await readText(status),
    name,
  });
  for (const { code, values, result } of findings) {
    const said = Object.entries(values).map(([at, value]) => [at, isDay(value) ? formatDate(value, 'en') : value] as const);
    console.log(`${MARKS[result]}  ${t(code, Object.fromEntries(said))}`);
  }
  const good = isGood(findings);
  console.log(good ? 'Nothing is wrong with the certificate. Chứng nhận không có gì sai.' : 'The certificate does NOT hold. Chứng nhận KHÔNG được chấp nhận.');
  return good ? 0 : 1;
}
