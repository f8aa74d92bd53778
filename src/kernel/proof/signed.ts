import { createHash } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { inTransaction } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { canonical, type Plain } from './canonical.ts';
import type { Check } from './check.ts';
import { noteKey } from './keys.ts';
import { openNote, parseVerificationKey, publicBytesOf, signNote, verificationKey } from './note.ts';
import { originOf } from './sequence.ts';

const closed = { additionalProperties: false } as const;
const FORMAT = 'khue-signed/1';

/** Something that Khuê said and signed without keeping it: plain data, and a signed note of its hash. */
export const Signed = Type.Object(
  {
    format: Type.Literal(FORMAT),
    kind: Type.String({ pattern: '^[a-z-]+$', description: 'What it is, such as calculation' }),
    moment: Type.String({ description: 'When it was signed, ISO 8601' }),
    statement: Type.Record(Type.String(), Type.Unknown(), { description: 'What was said; numbers that are not whole stand as text' }),
    note: Type.String({ description: 'Signed note (c2sp.org/signed-note) of kind, moment and SHA-256 of the canonical statement' }),
    key: Type.String({ description: 'Verification key that signed; compare it with the published one' }),
  },
  closed,
);
export type Signed = Static<typeof Signed>;

const validator = Compile(Signed);

/** Signs a statement with the key of this Khuê and keeps nothing of it; whoever holds the file can prove what was said, and when. */
export async function signStatement(ctx: Ctx, kind: string, said: object): Promise<Signed> {
  const privateKey = ctx.services.proofKey();
  const name = await inTransaction(ctx.db, async (db) => {
    await noteKey(db, privateKey);
    return originOf({ ...ctx, db }, 'publication');
  });
  const statement = plainRecord(said);
  const moment = ctx.now.toString();
  const note = signNote(textOf(kind, moment, statement), [{ name, privateKey }]);
  return { format: FORMAT, kind, moment, statement, note, key: verificationKey(name, publicBytesOf(privateKey)) };
}

/** Checks a signed statement without asking anybody; undefined when the text is none. `key` is the key that the checker trusts. */
export function checkSigned(text: string, key: string | undefined): Check[] | undefined {
  const signed = parsed(text);
  if (signed === undefined) return undefined;
  try {
    const told = openNote(signed.note, parseVerificationKey(key ?? signed.key));
    if (told !== textOf(signed.kind, signed.moment, plainRecord(signed.statement))) return [{ ok: false, what: 'The statement is not the one that was signed: it was changed.' }];
    const trusted = key === undefined ? ` The key is the receipt's own (${signed.key}): compare it with the one that is published.` : '';
    return [{ ok: true, what: `Signed as ${signed.kind} at ${signed.moment}.${trusted}` }];
  } catch (error) {
    return [{ ok: false, what: `The signature does not hold: ${error instanceof Error ? error.message : String(error)}` }];
  }
}

function parsed(text: string): Signed | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return validator.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Its first line is no origin of a log, so that no signed statement can pass for a checkpoint. */
function textOf(kind: string, moment: string, statement: { [key: string]: Plain }): string {
  return `${FORMAT}\n${kind}\n${moment}\n${createHash('sha256').update(canonical(statement)).digest('base64')}\n`;
}

function plainRecord(value: object): { [key: string]: Plain } {
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, plainOf(item)]])));
}

function plainOf(value: unknown): Plain {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : String(value);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map(plainOf);
  return typeof value === 'object' ? plainRecord(value) : String(value);
}
