import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Static, TSchema } from 'typebox';
import { isSet } from './bitstring.ts';
import { BADGES, CREDENTIALS, EXTENSIONS } from './contexts.ts';
import { identityHash } from './credential.ts';
import { publicKeyFrom } from './key.ts';
import { proofHolds, SUITE, type JsonObject } from './proof.ts';

/** Longest file that is read, in characters. */
export const LONGEST = 65_536;

const Proof = Type.Object({
  type: Type.Literal('DataIntegrityProof'),
  cryptosuite: Type.Literal(SUITE),
  created: Type.String(),
  verificationMethod: Type.String(),
  proofPurpose: Type.Literal('assertionMethod'),
  proofValue: Type.String(),
});

/** What is read of a badge: enough to check it. */
const Badge = Type.Object({
  '@context': Type.Tuple([Type.Literal(CREDENTIALS), Type.Literal(BADGES), Type.Literal(EXTENSIONS)]),
  id: Type.String(),
  issuer: Type.Object({ id: Type.String(), name: Type.String() }),
  validFrom: Type.String(),
  validUntil: Type.Optional(Type.String()),
  credentialSubject: Type.Object({
    identifier: Type.Array(Type.Object({ identityHash: Type.String(), salt: Type.String() }), { minItems: 1 }),
    achievement: Type.Object({ name: Type.String() }),
  }),
  credentialStatus: Type.Optional(Type.Object({ statusListIndex: Type.String({ pattern: '^[0-9]{1,9}$' }), statusListCredential: Type.String() })),
  proof: Proof,
});

const StatusList = Type.Object({
  '@context': Type.Tuple([Type.Literal(CREDENTIALS)]),
  id: Type.String(),
  issuer: Type.String(),
  validFrom: Type.String(),
  credentialSubject: Type.Object({ statusPurpose: Type.Literal('revocation'), encodedList: Type.String() }),
  proof: Proof,
});

const Issuer = Type.Object({ id: Type.String(), assertionMethod: Type.Array(Type.String()) });

/** One thing that was looked at; `code` is the key of its sentence. `open`: could not be checked with what was given. */
export type Finding = { code: string; values: Record<string, string>; result: 'good' | 'bad' | 'open' };

/** With what a badge is checked; what is left out stays open. */
export type With = {
  now: Temporal.Instant;
  /** Public keys (Multikey) of the issuer that one trusts. */
  keys?: readonly string[] | undefined;
  /** DID document of the issuer, as text. */
  issuer?: string | undefined;
  /** Status list of the issuer, as text. */
  status?: string | undefined;
  /** Name that the holder goes by. */
  name?: string | undefined;
};

/**
 * Checks a badge of ours without any network: form, proof, key, days, revocation, name. What the file says of itself is believed only after the proof has held.
 */
export async function checkBadge(text: string, given: With): Promise<Finding[]> {
  const badge = parsed(Badge, text);
  if (badge === undefined) return [found('form', 'bad')];
  const multikey = badge.proof.verificationMethod.split('#')[1] ?? '';
  const key = publicKeyFrom(multikey);
  if (key === undefined || badge.proof.verificationMethod !== `${badge.issuer.id}#${multikey}`) return [found('form', 'bad')];
  if (!(await proofHolds(badge, key))) return [found('proof', 'bad')];
  return [
    found('proof', 'good'),
    issuerFinding(badge, multikey, given),
    daysFinding(badge, given.now),
    await statusFinding(badge, multikey, given),
    ...(given.name === undefined ? [] : [nameFinding(badge, given.name)]),
  ];
}

/** Whether nothing that was looked at is wrong; what stayed open is for the reader to judge. */
export function isGood(findings: Finding[]): boolean {
  return findings.every(({ result }) => result !== 'bad');
}

type Read = Static<typeof Badge>;

function issuerFinding({ issuer }: Read, multikey: string, given: With): Finding {
  const said = { name: issuer.name, issuer: issuer.id, key: multikey };
  if (given.keys === undefined && given.issuer === undefined) return found('issuer', 'open', said);
  return found('issuer', isTrusted(issuer.id, multikey, given) ? 'good' : 'bad', said);
}

/** Whether a key is one of those that are trusted, or that the issuer’s own document names. */
function isTrusted(issuerId: string, multikey: string, { keys, issuer: document }: With): boolean {
  const published = document === undefined ? undefined : parsed(Issuer, document);
  return keys?.includes(multikey) === true || (published?.id === issuerId && published.assertionMethod.includes(`${issuerId}#${multikey}`));
}

function daysFinding({ validFrom, validUntil }: Read, now: Temporal.Instant): Finding {
  const until = validUntil === undefined ? undefined : instantOf(validUntil);
  const from = instantOf(validFrom);
  if ((until === undefined && validUntil !== undefined) || from === undefined) return found('form', 'bad');
  if (until === undefined) return found('days-lasting', Temporal.Instant.compare(from, now) <= 0 ? 'good' : 'bad');
  const holds = Temporal.Instant.compare(from, now) <= 0 && Temporal.Instant.compare(now, until) < 0;
  return found('days', holds ? 'good' : 'bad', { until: until.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate().toString() });
}

async function statusFinding({ id, issuer, credentialStatus }: Read, multikey: string, given: With): Promise<Finding> {
  const { status, now } = given;
  // A completed course stands in no list of revoked ones; its page says whether it holds.
  if (credentialStatus === undefined) return found('status-page', 'open', { page: id });
  if (status === undefined) return found('status', 'open', { list: credentialStatus.statusListCredential });
  const list = parsed(StatusList, status);
  const signer = list?.proof.verificationMethod.split('#')[1] ?? '';
  const key = publicKeyFrom(signer);
  const ours = list !== undefined && list.id === credentialStatus.statusListCredential && list.issuer === issuer.id;
  // After a change of keys the list is signed by the new one, the badge by the old one.
  const trusted = (one: string) => one === multikey || isTrusted(issuer.id, one, given);
  if (!ours || key === undefined || !trusted(signer) || list.proof.verificationMethod !== `${issuer.id}#${signer}` || !(await proofHolds(list, key)))
    return found('list', 'bad', { list: credentialStatus.statusListCredential });
  const revoked = isSet(list.credentialSubject.encodedList, Number(credentialStatus.statusListIndex));
  const at = instantOf(list.validFrom) ?? now;
  return found('status', revoked === false ? 'good' : 'bad', { list: list.id, at: at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate().toString() });
}

function nameFinding({ credentialSubject }: Read, name: string): Finding {
  const typed = name.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
  const capital = typed.toLocaleLowerCase('vi').replaceAll(/(^|\s)\S/g, (start) => start.toLocaleUpperCase('vi'));
  const same = credentialSubject.identifier.some(({ identityHash: hash, salt }) => [typed, capital].some((one) => identityHash(one, salt) === hash));
  return found('name', same ? 'good' : 'bad');
}

function found(what: string, result: Finding['result'], values: Record<string, string> = {}): Finding {
  return { code: `skills-certificates.check-${what}-${result}`, values, result };
}

function instantOf(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text);
  } catch {
    return undefined;
  }
}

/** What a file says, when it has the form; a context inside of it could change what its words mean, so there may be none but the first. */
function parsed<T extends TSchema>(schema: T, text: string): (Static<T> & JsonObject) | undefined {
  if (text.length > LONGEST) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isForm(schema, value) && Object.values(value).every((inner) => !hasContext(inner)) ? value : undefined;
  } catch {
    return undefined;
  }
}

function hasContext(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('@context' in value || Object.values(value).some(hasContext));
}

function isForm<T extends TSchema>(schema: T, value: unknown): value is Static<T> & JsonObject {
  return Value.Check(schema, value);
}
