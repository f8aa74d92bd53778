import { beforeAll, describe, expect } from 'vitest';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { addDays } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown, type Town } from '#tests/town.ts';
import { findItemVersion, loadBank } from '../../bank/index.ts';
import { skills } from '../../index.ts';
import { rightAnswer } from '../../sittings/testing.ts';
import { answerProbe, beginProbe, checkCertificate, listOwnCertificates, probesAwaiting, readProbe } from '../index.ts';
import { lapseCertificates } from '../lapse.ts';
import { certified, newest } from '../testing.ts';
import type { ProbeView } from './model.ts';

const { db, rolledBack } = await testDatabase();
let town: Town;

beforeAll(async () => {
  declareTown(skills);
  await loadBank(testCtx(db));
  town = await makeTown(db);
});

const binh = (tx: Db, today = TODAY): Ctx => testCtx(tx, { actor: actorWith(town.binh), today });

/** Answers the open question. */
async function answer(ctx: Ctx, view: ProbeView, right: boolean): Promise<ProbeView> {
  const id = view.question?.id ?? '';
  const [version] = await all(
    ctx.db,
    sql<{ version: number }>`select version.version from skills.item_version as version where version.item_id = ${id} and version.state = 'live'`,
  );
  const item = await findItemVersion(ctx.db, id, version?.version ?? 0);
  if (item === undefined) throw new Error('nothing is asked');
  return perform(answerProbe, { ...ctx, requestId: newId() }, { id: view.id ?? '', number: view.number, item: id, answer: right ? rightAnswer(item) : {} });
}

/** A whole probe, answered as said. */
async function probe(ctx: Ctx, ...right: boolean[]): Promise<ProbeView> {
  let view = await perform(beginProbe, ctx, {});
  for (const one of right) view = await answer(ctx, view, one);
  return view;
}

const own = async (ctx: Ctx) => (await perform(listOwnCertificates, ctx, {})).certificates[0];
const SOON = addDays(TODAY, 100);
const FADING = addDays(TODAY, 181);

describe('a probe', () => {
  rolledBack('is not asked while all is firm, appears on Today when something fades, and then not for a week', async (tx) => {
    await certified(binh(tx), town.binh, town.ward);
    expect(await listAwaiting(binh(tx, SOON), [{ awaits: probesAwaiting }])).toEqual([]);
    await expect(perform(beginProbe, binh(tx, SOON), {})).rejects.toMatchObject({ kind: 'conflict', code: 'skills-certificates.no-probe-now' });
    expect(await listAwaiting(binh(tx, FADING), [{ awaits: probesAwaiting }])).toMatchObject([{ key: 'skills-certificates.awaiting-probe', href: '/skills/certificates/probe' }]);
    const done = await probe(binh(tx, FADING), true, true);
    expect(done).toMatchObject({ question: null, mayBegin: false, nextDay: addDays(FADING, 7) });
    expect([await listAwaiting(binh(tx, FADING), [{ awaits: probesAwaiting }]), await listAwaiting(binh(tx, addDays(FADING, 6)), [{ awaits: probesAwaiting }])]).toEqual([[], []]);
    expect(await listAwaiting(binh(tx, addDays(FADING, 7)), [{ awaits: probesAwaiting }])).toHaveLength(1);
  });

  rolledBack('asks what faded, one question each, without key or explanation before the end; only what was answered is refreshed', async (tx) => {
    await certified(binh(tx), town.binh, town.ward);
    const ctx = binh(tx, FADING);
    const begun = await perform(beginProbe, ctx, {});
    expect(begun).toMatchObject({ number: 1, most: 3, answers: [] });
    const second = await answer(ctx, begun, true);
    expect(second).toMatchObject({ number: 2, answers: [] });
    expect(JSON.stringify([begun, second])).not.toMatch(/rationale|"key"|accept/);
    const done = await answer(ctx, second, true);
    expect(done.answers.map(({ correct }) => correct)).toEqual([true, true]);
    expect(done.answers.every(({ rationale }) => rationale.length > 20)).toBe(true);
    const { outcomes = [] } = (await own(ctx)) ?? {};
    const fresh = outcomes.filter(({ fading }) => fading === 'firm');
    expect(fresh.map(({ competence }) => competence).toSorted()).toEqual(done.answers.map(({ competence }) => competence).toSorted());
    expect(fresh.every(({ probed, firmUntil }) => probed === 1 && firmUntil > addDays(FADING, 300))).toBe(true);
    const kinds = await all(tx, sql<{ data: unknown }>`select fact.data from kernel.fact where fact.kind = 'skills.outcome-refreshed'`);
    expect(kinds).toHaveLength(2);
  });

  rolledBack('asks a third question after a wrong answer; a right one then says that it is unsure, not lost', async (tx) => {
    await certified(binh(tx), town.binh, town.ward);
    const ctx = binh(tx, FADING);
    const done = await probe(ctx, false, true, true);
    expect(done.question).toBeNull();
    const shown = await all(tx, sql<{ shown: string }>`select fact.data ->> 'shown' as shown from kernel.fact where fact.kind = 'skills.outcome-refreshed' order by fact.id`);
    expect(shown.map((one) => one.shown)).toEqual(['unsure', 'right']);
  });

  rolledBack('counts an answer that is sent twice once, and refuses one to another question or of another person', async (tx) => {
    await certified(binh(tx), town.binh, town.ward);
    const ctx = binh(tx, FADING);
    const begun = await perform(beginProbe, ctx, {});
    const sent = { id: begun.id ?? '', number: 1, item: begun.question?.id ?? '', answer: {} };
    await expect(perform(answerProbe, testCtx(tx, { actor: actorWith(town.dung) }), sent)).rejects.toMatchObject({ kind: 'missing' });
    await expect(perform(answerProbe, { ...ctx, requestId: newId() }, { ...sent, item: '9.9-khac' })).rejects.toMatchObject({ code: 'skills-certificates.probe-moved' });
    for (const requestId of ['one', 'two']) await perform(answerProbe, { ...ctx, requestId }, sent);
    expect(await perform(readProbe, ctx, {})).toMatchObject({ id: begun.id, number: 2 });
  });

  rolledBack('can be gone on with after the browser was closed: the same question is asked', async (tx) => {
    await certified(binh(tx), town.binh, town.ward);
    const ctx = binh(tx, FADING);
    const begun = await perform(beginProbe, ctx, {});
    expect((await perform(readProbe, binh(tx, addDays(FADING, 20)), {})).question).toEqual(begun.question);
  });
});

rolledBack('a certificate that lapsed holds again once probes have refreshed enough of it', async (tx) => {
  const { id, lapsesOn } = await certified(binh(tx), town.binh, town.ward);
  await lapseCertificates(testCtx(tx, { today: lapsesOn }));
  let today = lapsesOn;
  for (let week = 0; week < 12 && (await own(binh(tx, today)))?.state === 'lapsed'; week++, today = addDays(today, 7)) await probe(binh(tx, today), true, true);
  const certificate = await newest(tx, town.binh);
  expect((await perform(checkCertificate, testCtx(tx, { today }), { code: certificate.code })).state).toBe('valid');
  const kinds = await all(tx, sql<{ kind: string }>`select fact.kind from kernel.fact where fact.subject = ${id} and fact.kind <> 'skills.outcome-refreshed' order by fact.id`);
  expect(kinds.map(({ kind }) => kind)).toEqual(['skills.certificate-issued', 'skills.certificate-lapsed', 'skills.certificate-restored']);
  const spans = await all(tx, sql<{ state: string }>`select span.state from skills.certificate_span as span where span.certificate_id = ${id} order by span.valid_from`);
  expect(spans.map(({ state }) => state)).toEqual(['valid', 'lapsed', 'valid']);
});
