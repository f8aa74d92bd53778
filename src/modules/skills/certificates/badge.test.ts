import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { verifyCredential } from '@digitalbazaar/vc';
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { sql, type Db } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown, type Town } from '#tests/town.ts';
import { loadBank } from '../bank/index.ts';
import { skills } from '../index.ts';
import { loadContext } from './badge/contexts.ts';
import { checkBadge, type With } from './badge/check.ts';
import { checkBadgeFile, printOwnCertificate, readBadge, readIssuer, readStatusList, revokeCertificate } from './index.ts';
import { certified } from './testing.ts';

const { db, rolledBack } = await testDatabase();
let town: Town;
const services = { publicUrl: 'https://khue.hanoi.example' };

beforeAll(async () => {
  declareTown(skills);
  await loadBank(testCtx(db));
  town = await makeTown(db);
});

const holder = (tx: Db, more: Partial<Omit<Ctx, 'services'>> & { services?: Partial<Ctx['services']> } = {}): Ctx =>
  testCtx(tx, { actor: actorWith(town.binh), ...more, services: { ...services, ...more.services } });

type Badge = {
  id: string;
  validFrom: string;
  validUntil: string;
  issuer: { id: string };
  credentialStatus: { statusListCredential: string; statusListIndex: string };
  credentialSubject: { identifier: { identityHash: string; salt: string }[]; result: { value: string }[] };
  proof: { verificationMethod: string; proofValue: string };
};

async function badgeOf(ctx: Ctx, id: string): Promise<{ badge: Badge; text: string }> {
  const { badge } = await perform(readBadge, ctx, { id });
  const text = JSON.stringify(badge);
  const read: Badge = JSON.parse(text);
  return { badge: read, text };
}

const issuerOf = async (ctx: Ctx) => JSON.stringify((await perform(readIssuer, ctx, {})).document);
const statusOf = async (ctx: Ctx) => JSON.stringify((await perform(readStatusList, ctx, { list: 1 })).credential);
const results = async (text: string, given: With) =>
  Object.fromEntries((await checkBadge(text, given)).map(({ code, result }) => [code.replace(/^skills-certificates\.check-/, ''), result]));

describe('the badge', () => {
  rolledBack('has the form that the JSON Schema of Open Badges 3.0 asks for', async (tx) => {
    const { id } = await certified(holder(tx), town.binh, town.ward);
    const { badge } = await badgeOf(holder(tx), id);
    const ajv = new Ajv2019({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync('tests/conformance/open-badges-3.schema.json', 'utf8')));
    expect(validate(badge) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...badge, issuer: 3 })).toBe(false);
    expect(validate({ ...badge, credentialSubject: { ...badge.credentialSubject, achievement: { type: ['Achievement'] } } })).toBe(false);
  });

  rolledBack('and its status list are accepted by the verifier of Digital Bazaar, which is not ours', async (tx) => {
    const { id } = await certified(holder(tx), town.binh, town.ward);
    const { badge } = await badgeOf(holder(tx), id);
    const world = await worldOf(holder(tx));
    const suite = new DataIntegrityProof({ cryptosuite });
    const now = new Date(holder(tx).now.epochMilliseconds);
    const ask = (credential: object) =>
      verifyCredential({
        credential,
        suite,
        documentLoader: world.load,
        now,
        checkStatus: (of) => checkStatus({ ...of, suite, credential, documentLoader: world.load, verifyBitstringStatusListCredential: false }),
      });
    expect((await ask(badge)).verified).toBe(true);
    expect((await ask(JSON.parse(await statusOf(holder(tx))))).verified).toBe(true);
    expect((await ask({ ...badge, name: 'Bằng tiến sĩ' })).verified).toBe(false);
    await perform(revokeCertificate, testCtx(tx, { services }), { id, reason: 'Phát hiện người khác làm bài thay.' });
    world.forget();
    const asked = await checkStatus({ credential: badge, suite, documentLoader: world.load, verifyBitstringStatusListCredential: false });
    expect(asked.results?.map(({ status }) => status)).toEqual([true]);
  });

  rolledBack('tells the level of every area, holds until the certificate lapses, and has the name only as a salted hash', async (tx) => {
    const certificate = await certified(holder(tx), town.binh, town.ward);
    const { badge, text } = await badgeOf(holder(tx), certificate.id);
    expect(text).not.toMatch(/Bình|HN-0002/);
    expect(badge.id).toBe(`https://khue.hanoi.example/certificates/${certificate.code}`);
    expect(badge.issuer.id).toBe('did:web:khue.hanoi.example:certificates');
    expect(badge.validUntil).toBe(`${certificate.lapsesOn}T00:00:00+07:00`);
    expect(badge.credentialSubject.result).toHaveLength(7);
    expect(badge.credentialSubject.result[0]?.value).toBe('Nâng cao');
  });

  rolledBack('is for its holder only, and not of a certificate that was revoked or has lapsed', async (tx) => {
    const { id, lapsesOn } = await certified(holder(tx), town.binh, town.ward);
    await expect(perform(readBadge, testCtx(tx, { actor: actorWith(town.dung) }), { id })).rejects.toMatchObject({ kind: 'missing' });
    await expect(perform(readBadge, holder(tx, { today: lapsesOn }), { id })).rejects.toMatchObject({ code: 'skills-certificates.lapsed-now' });
    await perform(revokeCertificate, testCtx(tx), { id, reason: 'Phát hiện người khác làm bài thay.' });
    await expect(perform(readBadge, holder(tx), { id })).rejects.toMatchObject({ code: 'skills-certificates.revoked-already' });
  });
});

describe('a check without a network', () => {
  rolledBack('says what holds, and leaves open what it was not given', async (tx) => {
    const { id } = await certified(holder(tx), town.binh, town.ward);
    const { badge, text } = await badgeOf(holder(tx), id);
    const { now } = holder(tx);
    const [issuer, status] = [await issuerOf(holder(tx)), await statusOf(holder(tx))];
    expect(await results(text, { now })).toEqual({ 'proof-good': 'good', 'issuer-open': 'open', 'days-good': 'good', 'status-open': 'open' });
    expect(await results(text, { now, issuer, status, name: 'trần văn bình' })).toEqual({
      'proof-good': 'good',
      'issuer-good': 'good',
      'days-good': 'good',
      'status-good': 'good',
      'name-good': 'good',
    });
    const key = badge.proof.verificationMethod.split('#')[1] ?? '';
    expect(await results(text, { now, keys: [key], name: 'Trần Văn An' })).toMatchObject({ 'issuer-good': 'good', 'name-bad': 'bad' });
    expect(await results(text, { now: Temporal.Instant.from('2031-01-01T00:00:00Z') })).toMatchObject({ 'days-bad': 'bad' });
  });

  rolledBack('finds every change: of level, day, holder, place in the list, key, context', async (tx) => {
    const { id } = await certified(holder(tx), town.binh, town.ward);
    const { badge, text } = await badgeOf(holder(tx), id);
    const { now } = holder(tx);
    const other = generateKeyPairSync('ed25519').privateKey;
    const foreign = await badgeOf(holder(tx, { services: { certificateKey: () => other } }), id);
    const changed = [
      text.replace('"value":"Nâng cao"', '"value":"Trung cấp"'),
      text.replace(badge.validUntil, '2040-01-01T00:00:00+07:00'),
      text.replace(badge.credentialSubject.identifier[0]?.salt ?? '', 'AAAA'),
      text.replace(`"statusListIndex":"${badge.credentialStatus.statusListIndex}"`, '"statusListIndex":"1"'),
      text.replace(badge.proof.proofValue, foreign.badge.proof.proofValue),
      text.replace('"credentialSubject":{', '"credentialSubject":{"@context":{"value":"https://example.org/value"},'),
      text.replace('"credentialSubject":{', '"credentialSubject":{"\\u0040context":{"value":"https://example.org/value"},'),
      text.replace('https://www.w3.org/ns/credentials/v2', 'https://example.org/v2'),
      '{}',
      'x',
    ];
    expect(changed.filter((one) => one === text)).toEqual([]);
    for (const one of changed) expect(Object.values(await results(one, { now })), one.slice(0, 80)).toEqual(['bad']);
    const signedByAnother = await results(foreign.text, { now, issuer: await issuerOf(holder(tx, { services: { certificateKey: holder(tx).services.certificateKey } })) });
    // The other key has signed for this issuer in this test, so it is published; a key that never did is refused.
    expect(signedByAnother['issuer-good']).toBe('good');
    expect(await results(text, { now, keys: [foreign.badge.proof.verificationMethod.split('#')[1] ?? ''] })).toMatchObject({ 'issuer-bad': 'bad' });
  });

  rolledBack('knows a revoked badge, and refuses a list that is not the issuer’s', async (tx) => {
    const { id } = await certified(holder(tx), town.binh, town.ward);
    const { text } = await badgeOf(holder(tx), id);
    const { now } = holder(tx);
    const before = await statusOf(holder(tx));
    await perform(revokeCertificate, testCtx(tx, { services }), { id, reason: 'Phát hiện người khác làm bài thay.' });
    const after = await statusOf(holder(tx));
    expect(await results(text, { now, status: before })).toMatchObject({ 'status-good': 'good' });
    expect(await results(text, { now, status: after })).toMatchObject({ 'status-bad': 'bad' });
    const other = await statusOf(testCtx(tx, { services: { publicUrl: 'https://elsewhere.example' } }));
    const forged = after.replace(/"encodedList":"[^"]+"/, /"encodedList":"[^"]+"/.exec(before)?.[0] ?? '');
    for (const status of [other, forged, '{}']) expect(await results(text, { now, status })).toMatchObject({ 'list-bad': 'bad' });
  });

  rolledBack('still accepts what an earlier key signed: it stays published', async (tx) => {
    const { id } = await certified(holder(tx), town.binh, town.ward);
    const { text } = await badgeOf(holder(tx), id);
    const fresh = generateKeyPairSync('ed25519').privateKey;
    const later = holder(tx, { services: { certificateKey: () => fresh } });
    const { badge } = await badgeOf(later, id);
    const issuer = await issuerOf(later);
    const document: { assertionMethod: string[] } = JSON.parse(issuer);
    expect(document.assertionMethod[0]).toBe(badge.proof.verificationMethod);
    expect(await results(text, { now: later.now, issuer, status: await statusOf(later) })).toMatchObject({ 'issuer-good': 'good', 'status-good': 'good' });
  });

  rolledBack('of an uploaded file is for anybody', async (tx) => {
    const { id } = await certified(holder(tx), town.binh, town.ward);
    const { text } = await badgeOf(holder(tx), id);
    const anybody = testCtx(tx, { actor: { kind: 'anonymous' }, services });
    expect(await perform(checkBadgeFile, anybody, { badge: text, name: 'Trần Văn Bình' })).toMatchObject({ good: true });
    expect(await perform(checkBadgeFile, anybody, { badge: text, name: 'Trần Văn An' })).toMatchObject({ good: false });
    expect(await perform(checkBadgeFile, testCtx(tx, { actor: { kind: 'anonymous' }, services: { publicUrl: 'https://elsewhere.example' } }), { badge: text })).toMatchObject({
      good: false,
    });
    await expect(perform(readStatusList, anybody, { list: 7 })).rejects.toMatchObject({ kind: 'missing', code: 'skills-certificates.no-list' });
  });
});

rolledBack('the places of two certificates in the list differ, and a place is not the number of the certificate', async (tx) => {
  const [one, other] = [await certified(holder(tx), town.binh, town.ward), await certified(holder(tx), town.dung, town.other)];
  expect(one.statusPlace).not.toBe(other.statusPlace);
  expect(Math.max(one.statusPlace, other.statusPlace)).toBeGreaterThan(1);
  await expect(sql`update skills.certificate set status_place = ${other.statusPlace} where certificate.id = ${one.id}`.execute(tx)).rejects.toThrow('certificate_place_key');
});

test.each(['vi', 'en'] as const)('the certificate is printed in %s on one tagged page', async (locale) => {
  await db
    .transaction()
    .execute(async (tx) => {
      const { id } = await certified(holder(tx), town.binh, town.ward);
      const { pdf } = await perform(printOwnCertificate, holder(tx, { locale }), { id });
      const bytes = Buffer.from(pdf, 'base64').toString('latin1');
      expect(bytes).toContain('/StructTreeRoot');
      expect(bytes).toMatch(new RegExp(`/Lang\\s*\\(${locale}\\)`));
      expect(bytes.match(/\/Type\s*\/Page\b/g) ?? ['in object streams']).toHaveLength(1);
      throw new Error('roll back');
    })
    .catch((error: unknown) => {
      if (!(error instanceof Error) || error.message !== 'roll back') throw error;
    });
});

/** The web as the other verifier sees it: contexts, the issuer’s document and keys, the status list. */
async function worldOf(ctx: Ctx) {
  const document: { id: string; verificationMethod: { id: string }[] } = JSON.parse(await issuerOf(ctx));
  let list: object | undefined;
  const load = async (url: string) => {
    const answer = (found: unknown) => ({ contextUrl: null, documentUrl: url, document: found });
    if (url === document.id) return answer(document);
    const method = document.verificationMethod.find(({ id }) => id === url);
    if (method !== undefined) return answer({ '@context': 'https://w3id.org/security/multikey/v1', ...method });
    if (url === 'https://khue.hanoi.example/certificates/status/1') return answer((list ??= (await perform(readStatusList, ctx, { list: 1 })).credential));
    return loadContext(url);
  };
  return { load, forget: () => (list = undefined) };
}
