import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { listSets, readFiguresOperation, refresh } from '#kernel/set/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown, type Town } from '#tests/town.ts';
import { loadBank } from '../bank/index.ts';
import { skills } from '../index.ts';
import { startSitting } from '../sittings/index.ts';
import { sitThrough } from '../sittings/testing.ts';
import { checkCertificate, endShare, issueCertificates, listCertificates, listOwnCertificates, requestAttestation, revokeCertificate, shareCertificate } from './index.ts';
import { lapseCertificates } from './lapse.ts';
import { certification, certified, newest } from './testing.ts';

const { db, rolledBack, inRolledBack } = await testDatabase();
let town: Town;

beforeAll(async () => {
  declareTown(skills);
  await loadBank(testCtx(db));
  town = await makeTown(db);
});

const as = (tx: Db, personId: string, more: Partial<Ctx> = {}): Ctx => testCtx(tx, { actor: actorWith(personId), ...more });
const officer = (tx: Db, unitId: string, more: Partial<Ctx> = {}): Ctx =>
  testCtx(tx, { actor: actorWith(town.hanh, { role: 'training-officer', unitId }), purpose: 'Cấp chứng nhận kỳ tháng 11', ...more });
const facts = (tx: Db, subject: string) =>
  all(tx, sql<{ kind: string; unitId: string }>`select fact.kind, fact.unit_id as "unitId" from kernel.fact where fact.subject = ${subject} order by fact.id`);
const told = (tx: Db, personId: string) =>
  all(tx, sql<{ key: string; data: unknown }>`select message.key, message.data from kernel.message where message.person_id = ${personId} order by message.id`);

describe('a certificate', () => {
  rolledBack('is issued by an officer for a passed certification: level, areas, bank, five kept facts, and the holder is told', async (tx) => {
    const sittingId = await certification(as(tx, town.binh), town.binh, town.ward);
    const { awaiting } = await perform(listCertificates, officer(tx, town.ward), {});
    expect(awaiting).toMatchObject([{ sittingId, personId: town.binh, name: 'Trần Văn Bình', level: 3, satDay: TODAY }]);
    expect(await perform(issueCertificates, officer(tx, town.ward), { sittingIds: [sittingId] })).toEqual({ issued: 1 });
    const certificate = await newest(tx, town.binh);
    expect(certificate).toMatchObject({ kind: 'certification', level: 3, unitId: town.inner, satDay: TODAY, issuedDay: TODAY, revokedAt: null });
    expect(certificate.measured.areas.map(({ area }) => area)).toEqual(['1', '2', '3', '4', '5']);
    expect(certificate.bank).toMatchObject({ cutsVerified: false });
    expect(certificate.bank.awaiting).toBe(certificate.bank.items);
    expect(await facts(tx, certificate.id)).toEqual([{ kind: 'skills.certificate-issued', unitId: town.inner }]);
    expect((await told(tx, town.binh)).map(({ key }) => key)).toContain('skills-certificates.told-issued');
  });

  rolledBack('is seen whole by its holder: every competence that was asked is firm, and none else is shown it', async (tx) => {
    await certified(as(tx, town.binh), town.binh, town.ward);
    const { certificates, certifiable } = await perform(listOwnCertificates, as(tx, town.binh), {});
    expect(certificates).toMatchObject([{ level: 3, state: 'valid', shares: [] }]);
    expect(certificates[0]?.outcomes.length).toBeGreaterThanOrEqual(10);
    expect(certificates[0]?.outcomes.every(({ fading, firmUntil }) => fading === 'firm' && firmUntil === addDays(TODAY, 181))).toBe(true);
    expect(certifiable).toEqual([]);
    expect(await perform(listOwnCertificates, as(tx, town.dung), {})).toEqual({ certificates: [], certifiable: [] });
  });

  rolledBack('is not issued twice for one sitting, however often it is asked', async (tx) => {
    const sittingId = await certification(as(tx, town.binh), town.binh, town.ward);
    const ctx = officer(tx, town.ward);
    await perform(issueCertificates, ctx, { sittingIds: [sittingId] });
    await perform(issueCertificates, ctx, { sittingIds: [sittingId] });
    await expect(perform(issueCertificates, { ...ctx, requestId: newId() }, { sittingIds: [sittingId] })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'constraint.certificate_sitting_key',
    });
  });

  test.each([
    ['training-officer', 'ward', 'done'],
    ['training-officer', 'other', 'skills-certificates.no-sitting'],
    ['administrator', 'city', 'done'],
    ['head-of-unit', 'city', 'operation.not-allowed'],
    ['trainer', 'city', 'operation.not-allowed'],
    ['official', 'city', 'operation.not-allowed'],
  ] as const)('is issued by %s of the %s: %s', (role, where, outcome) =>
    inRolledBack(async (tx) => {
      const sittingId = await certification(as(tx, town.binh), town.binh, town.ward);
      const ctx = testCtx(tx, { actor: actorWith(town.hanh, { role, unitId: town[where] }) });
      const done = await perform(issueCertificates, ctx, { sittingIds: [sittingId] }).then(
        () => 'done',
        (problem: { code: string }) => problem.code,
      );
      expect(done).toBe(outcome);
    }),
  );

  test.each([
    ['while the session is open', { state: 'open' }, 0, 'skills-certificates.session-open'],
    ['for a sitting that reached no level', { right: () => false }, 0, 'skills-certificates.no-level'],
    ['after more than six months', {}, 190, 'skills-certificates.too-old'],
  ] as const)('is not issued %s', (_when, how, days, code) =>
    inRolledBack(async (tx) => {
      const sittingId = await certification(as(tx, town.binh), town.binh, town.ward, how);
      const ctx = officer(tx, town.ward, { today: addDays(TODAY, days) });
      expect((await perform(listCertificates, ctx, {})).awaiting).toEqual([]);
      await expect(perform(issueCertificates, ctx, { sittingIds: [sittingId] })).rejects.toMatchObject({ kind: 'conflict', code });
    }),
  );

  rolledBack('is not issued by its holder', async (tx) => {
    const sittingId = await certification(as(tx, town.hanh), town.hanh, town.ward);
    expect((await perform(listCertificates, officer(tx, town.ward), {})).awaiting).toEqual([]);
    await expect(perform(issueCertificates, officer(tx, town.ward), { sittingIds: [sittingId] })).rejects.toMatchObject({ code: 'skills-certificates.own' });
  });

  rolledBack('is listed for a purpose only, and whoever is listed sees the look', async (tx) => {
    await certified(as(tx, town.binh), town.binh, town.ward);
    await expect(perform(listCertificates, officer(tx, town.ward, { purpose: undefined }), {})).rejects.toMatchObject({ code: 'operation.purpose-missing' });
    const { issued } = await perform(listCertificates, officer(tx, town.ward), {});
    expect(issued).toMatchObject([{ personId: town.binh, level: 3, levelNow: 3, state: 'valid' }]);
    expect((await perform(listCertificates, officer(tx, town.other), {})).issued).toEqual([]);
    const looks = await all(tx, sql<{ purpose: string }>`select audit.purpose from kernel.look join kernel.audit on audit.id = look.audit_id where look.person_id = ${town.binh}`);
    expect(looks).toEqual([{ purpose: 'Cấp chứng nhận kỳ tháng 11' }]);
  });
});

describe('an attestation', () => {
  async function checked(tx: Db, personId: string): Promise<{ ctx: Ctx; id: string }> {
    const ctx = as(tx, personId);
    const { id } = await perform(startSitting, ctx, { mode: 'check' });
    return { ctx: await sitThrough(ctx, id, () => true), id };
  }

  rolledBack('is taken by whoever sat the check, is named as the lesser paper, and holds for twelve months', async (tx) => {
    const { ctx, id } = await checked(tx, town.binh);
    expect((await perform(listOwnCertificates, ctx, {})).certifiable).toMatchObject([{ sittingId: id, kind: 'check', level: 3 }]);
    await perform(requestAttestation, { ...ctx, requestId: newId() }, { sittingId: id });
    const { certificates } = await perform(listOwnCertificates, ctx, {});
    expect(certificates).toMatchObject([{ kind: 'check', state: 'valid', lapsesOn: '2027-11-23', outcomes: [] }]);
    expect((await perform(listCertificates, officer(tx, town.ward), {})).issued).toEqual([]);
  });

  rolledBack('is not taken for the check of somebody else, nor for a certification', async (tx) => {
    const { id } = await checked(tx, town.binh);
    await expect(perform(requestAttestation, as(tx, town.dung), { sittingId: id })).rejects.toMatchObject({ kind: 'missing', code: 'skills-certificates.no-sitting' });
    const sittingId = await certification(as(tx, town.dung), town.dung, town.other);
    await expect(perform(requestAttestation, as(tx, town.dung), { sittingId })).rejects.toMatchObject({ code: 'skills-certificates.officer-issues' });
  });
});

describe('the check page', () => {
  const anybody = (tx: Db, more: Partial<Ctx> = {}) => testCtx(tx, { actor: { kind: 'anonymous' }, ...more });

  rolledBack('says level, day and state to anybody, and no name', async (tx) => {
    const { code } = await certified(as(tx, town.binh), town.binh, town.ward);
    const found = await perform(checkCertificate, anybody(tx), { code: code.toUpperCase() });
    expect(found).toMatchObject({ kind: 'certification', level: 3, satDay: TODAY, issuedDay: TODAY, state: 'valid', name: null, sameName: null });
    expect(JSON.stringify(found)).not.toContain('Bình');
    await expect(perform(checkCertificate, anybody(tx), { code: '0'.repeat(25) })).rejects.toMatchObject({ kind: 'missing', code: 'skills-certificates.no-code' });
  });

  rolledBack('compares a name without telling it', async (tx) => {
    const { code } = await certified(as(tx, town.binh), town.binh, town.ward);
    const same = async (name: string) => (await perform(checkCertificate, anybody(tx), { code, name })).sameName;
    expect([await same('trần văn bình'), await same('Trần Văn Binh'), await same(' ')]).toEqual([true, false, null]);
  });

  rolledBack('shows the name to whoever has a link of the holder, until the holder ends it', async (tx) => {
    const { id, code } = await certified(as(tx, town.binh), town.binh, town.ward);
    await expect(perform(shareCertificate, as(tx, town.dung), { id })).rejects.toMatchObject({ kind: 'missing' });
    await perform(shareCertificate, as(tx, town.binh), { id });
    const [link] = (await perform(listOwnCertificates, as(tx, town.binh), {})).certificates[0]?.shares ?? [];
    const share = new URL(link?.href ?? '').searchParams.get('share') ?? '';
    const nameSeen = async (carried: string) => (await perform(checkCertificate, anybody(tx), { code, share: carried })).name;
    expect([await nameSeen(share), await nameSeen(`${share}x`)]).toEqual(['Trần Văn Bình', null]);
    await expect(perform(endShare, as(tx, town.dung), { id: link?.id ?? '' })).rejects.toMatchObject({ kind: 'missing' });
    await perform(endShare, as(tx, town.binh), { id: link?.id ?? '' });
    expect(await nameSeen(share)).toBeNull();
  });

  rolledBack('does not tell others that a certificate should be refreshed: it still holds', async (tx) => {
    const { code } = await certified(as(tx, town.binh), town.binh, town.ward);
    const today = addDays(TODAY, 200);
    expect((await perform(listOwnCertificates, as(tx, town.binh, { today }), {})).certificates[0]?.state).toBe('to-refresh');
    expect((await perform(checkCertificate, anybody(tx, { today }), { code })).state).toBe('valid');
  });
});

describe('a revocation', () => {
  const reason = 'Phát hiện người khác làm bài thay.';

  rolledBack('needs a reason, is told to the holder with it, shows at once, and cannot be done twice', async (tx) => {
    const { id, code } = await certified(as(tx, town.binh), town.binh, town.ward);
    await expect(perform(revokeCertificate, officer(tx, town.ward), { id, reason: 'sai' })).rejects.toMatchObject({ kind: 'invalid' });
    await perform(revokeCertificate, officer(tx, town.ward), { id, reason });
    expect((await told(tx, town.binh)).at(-1)).toEqual({ key: 'skills-certificates.told-revoked', data: { reason } });
    expect((await perform(checkCertificate, testCtx(tx), { code })).state).toBe('revoked');
    expect((await perform(listOwnCertificates, as(tx, town.binh), {})).certificates).toMatchObject([{ state: 'revoked', revokedReason: reason }]);
    expect((await facts(tx, id)).map(({ kind }) => kind)).toEqual(['skills.certificate-issued', 'skills.certificate-revoked']);
    await expect(perform(revokeCertificate, officer(tx, town.ward), { id, reason })).rejects.toMatchObject({ code: 'skills-certificates.revoked-already' });
  });

  test.each([
    ['training-officer', 'other', 'operation.not-allowed-here'],
    ['head-of-unit', 'ward', 'operation.not-allowed'],
  ] as const)('is refused to %s of the %s', (role, where, code) =>
    inRolledBack(async (tx) => {
      const { id } = await certified(as(tx, town.binh), town.binh, town.ward);
      await expect(perform(revokeCertificate, testCtx(tx, { actor: actorWith(town.hanh, { role, unitId: town[where] }) }), { id, reason })).rejects.toMatchObject({ code });
    }),
  );
});

describe('figures', () => {
  const figures = async (tx: Db, today: string) => {
    await refresh(tx, listSets());
    const names = ['skills.people-certified', 'skills.people-lapsed'];
    const read = await perform(readFiguresOperation, testCtx(tx, { today }), { unitId: town.city, day: today, names });
    return read.map(({ shown }) => shown?.size);
  };

  rolledBack('count who holds a valid certificate and whose has lapsed, each person once and on the right days', async (tx) => {
    const first = await certified(as(tx, town.binh), town.binh, town.ward);
    await certified(as(tx, town.dung), town.dung, town.other);
    expect(await figures(tx, TODAY)).toEqual([2, 0]);
    const lapse = first.lapsesOn;
    expect(await lapseCertificates(testCtx(tx, { today: addDays(lapse, -1) }))).toBe(0);
    expect(await lapseCertificates(testCtx(tx, { today: lapse }))).toBe(2);
    expect(await lapseCertificates(testCtx(tx, { today: lapse }))).toBe(0);
    expect((await told(tx, town.binh)).at(-1)?.key).toBe('skills-certificates.told-lapsed');
    expect([await figures(tx, addDays(lapse, -1)), await figures(tx, lapse)]).toEqual([
      [2, 0],
      [0, 2],
    ]);
  });
});
