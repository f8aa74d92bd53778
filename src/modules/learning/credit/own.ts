import Type from 'typebox';
import { addMonths, formatDay } from '#base/day/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { formatNumber, translator } from '#base/text/index.ts';
import { typeset } from '#base/typeset/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { scope } from '#kernel/org/index.ts';
import { latestOutcome } from '#modules/skills/index.ts';
import { listHeldRows } from '../curricula/store.ts';
import { closed, nullable } from '../model.ts';
import { homeOf, learnerOf } from '../player/acts.ts';
import { findDuty, listSessions } from './hours.ts';
import { DutyView, OutsideLine, StudyLine } from './model.ts';
import { listConsents, listOutside } from './store.ts';

const Year = Type.Integer({ minimum: 2000, maximum: 2100, description: 'Year' });
const MONTHS = 6;

/** The asker's hours of a year. */
export const readHours = operation({
  name: 'learning.read-hours',
  summary: 'The asker’s sessions of learning in a year against what the year asks for, and the certificates from elsewhere that were handed in.',
  kind: 'read',
  http: 'GET /learning/hours',
  permission: 'signed-in',
  input: Type.Object({ year: Type.Optional(Year) }, closed),
  output: Type.Object(
    {
      year: Year,
      minutes: Type.Integer({ description: 'Minutes of all sessions' }),
      duty: nullable(DutyView),
      sessions: Type.Array(StudyLine, { description: 'Newest first' }),
      outside: Type.Array(OutsideLine, { description: 'Those to be checked first' }),
    },
    closed,
  ),
  run: async (ctx, { year = Number(ctx.today.slice(0, 4)) }) => {
    const me = learnerOf(ctx);
    const sessions = await listSessions(ctx.db, me, year, ctx.locale);
    const outside = await listOutside(ctx.db, sql`outside.person_id = ${me}`, ctx.locale);
    return {
      year,
      minutes: sessions.reduce((sum, { minutes }) => sum + minutes, 0),
      duty: (await findDuty(ctx.db, year)) ?? null,
      sessions,
      outside: outside.map(({ personId: _p, unitId: _u, name: _n, staffCode: _s, unitName: _w, ...line }) => line),
    };
  },
});

const Consent = Type.Object(
  {
    id: Type.String({ description: 'Consent' }),
    name: Type.String({ description: 'Whose record' }),
    staffCode: Type.String({ description: 'Staff code' }),
    unitName: Type.String({ description: 'Unit whose head may take it along' }),
    year: Year,
    scores: Type.Boolean({ description: 'Whether the level of the newest skills check goes along' }),
    until: Type.String({ description: 'Last day' }),
    active: Type.Boolean({ description: 'Whether it holds today' }),
  },
  closed,
);

const consentsOf = async (ctx: Ctx, where: Parameters<typeof listConsents>[1]) =>
  (await listConsents(ctx.db, where, ctx.locale)).map(({ personId: _p, unitId: _u, withdrawn, ...row }) => ({ ...row, active: !withdrawn && row.until >= ctx.today }));

/** The asker's consents. */
export const listOwnConsents = operation({
  name: 'learning.list-own-consents',
  summary: 'To which units the asker lets the learning record go along for the evaluation of officials, newest first.',
  kind: 'read',
  http: 'GET /learning/consents',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(Consent),
  run: async (ctx) => consentsOf(ctx, sql`consent.person_id = ${learnerOf(ctx)}`),
});

/** Lets the record go along. */
export const giveConsent = operation({
  name: 'learning.give-consent',
  summary: 'Let whoever answers for the asker’s unit take the learning record of a year along for the evaluation of officials, for six months; it can be withdrawn at any time.',
  kind: 'write',
  http: 'POST /learning/consents',
  permission: 'signed-in',
  input: Type.Object({ year: Year, scores: Type.Boolean({ description: 'Whether the level of the newest skills check goes along' }) }, closed),
  output: Type.Object({ id: Type.String({ description: 'Consent' }), until: Type.String({ description: 'Last day' }) }, closed),
  trace: ({ year, scores }, { id }) => ({ subject: id, detail: { year, scores } }),
  run: async (ctx, { year, scores }) => {
    const me = learnerOf(ctx);
    const [id, until] = [newId(), addMonths(ctx.today, MONTHS)];
    await all(
      ctx.db,
      sql`
      insert into learning.consent (id, person_id, unit_id, year, scores, given_at, until)
      values (${id}, ${me}, ${await homeOf(ctx, me)}, ${year}, ${scores}, ${ctx.now.toString()}, ${until})`,
    );
    return { id, until };
  },
});

/** Takes it back. */
export const withdrawConsent = operation({
  name: 'learning.withdraw-consent',
  summary: 'Withdraw a consent of one’s own; nobody can take the record along any more.',
  kind: 'write',
  http: 'POST /learning/consents/{id}/withdrawal',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Consent' }) }, closed),
  output: Type.Object({ id: Type.String({ description: 'Consent' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) =>
    found(
      await one(
        ctx.db,
        sql<{ id: string }>`
        update learning.consent
        set withdrawn_at = ${ctx.now.toString()}
        where consent.id = ${id}
          and consent.person_id = ${learnerOf(ctx)}
          and consent.withdrawn_at is null
        returning consent.id`,
      ),
      'learning-who.no-consent',
    ),
});

/** Who has agreed. */
export const listConsenting = operation({
  name: 'learning.list-consenting',
  summary: 'Who of the asker’s units lets the learning record go along for the evaluation of officials today.',
  kind: 'read',
  http: 'GET /learning/consenting',
  permission: 'learning.see-team',
  input: Type.Object({}, closed),
  output: Type.Array(Consent),
  run: async (ctx) =>
    consentsOf(ctx, sql`consent.withdrawn_at is null and consent.until >= ${ctx.today} and ${scope(ctx.actor, 'learning.see-team', sql`consent.unit_id`, ctx.today)}`),
});

const File = Type.Object(
  { name: Type.String({ description: 'Name of the file' }), content: Type.String({ description: 'PDF/UA-1 as base64' }), personId: Type.String({ description: 'Whose record' }) },
  closed,
);

/** The record of somebody who has agreed. */
export const exportRecord = operation({
  name: 'learning.export-record',
  summary: 'The learning record of a year of somebody who has agreed, as PDF; asks for a purpose, and the person sees who took it.',
  kind: 'read',
  http: 'GET /learning/consents/{id}/record',
  permission: 'learning.see-team',
  unit: async (ctx, { id }) => found((await listConsents(ctx.db, sql`consent.id = ${id}`, ctx.locale))[0], 'learning-who.no-consent').unitId,
  looksAt: (_input, { personId }) => [personId],
  exports: true,
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Consent' }) }, closed),
  output: File,
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    const consent = found((await listConsents(ctx.db, sql`consent.id = ${id}`, ctx.locale))[0], 'learning-who.no-consent');
    if (consent.withdrawn || consent.until < ctx.today) throw new Problem('forbidden', 'learning-who.no-consent');
    return { ...(await printRecord(ctx, consent.personId, consent.year, consent.scores)), personId: consent.personId };
  },
});

/** One's own record. */
export const exportOwnRecord = operation({
  name: 'learning.export-own-record',
  summary: 'The asker’s own learning record of a year, as it would go along for the evaluation of officials, as PDF.',
  kind: 'read',
  http: 'GET /learning/record/{year}',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ year: Year }, closed),
  output: File,
  run: async (ctx, { year }) => ({ ...(await printRecord(ctx, learnerOf(ctx), year, true)), personId: learnerOf(ctx) }),
});

async function printRecord(ctx: Ctx, personId: string, year: number, scores: boolean): Promise<{ name: string; content: string }> {
  const t = translator(ctx.locale, ctx.services.root);
  const person = found(
    await one(ctx.db, sql<{ name: string; code: string }>`select person.name, person.staff_code as code from kernel.person where person.id = ${personId}`),
    'people.no-person',
  );
  const [sessions, duty] = [await listSessions(ctx.db, personId, year, ctx.locale), await findDuty(ctx.db, year)];
  const hours = (minutes: number): string => formatNumber(Math.round(minutes / 6) / 10, ctx.locale);
  const held = (await listHeldRows(ctx.db, personId)).filter(({ validFrom, validTo }) => validFrom <= ctx.today && validTo > ctx.today);
  const measured = scores ? await latestOutcome(ctx.db, personId) : undefined;
  const data = {
    lang: ctx.locale,
    title: t('learning-who.record-title', { year: String(year) }),
    name: `${person.name} (${person.code})`,
    heads: [t('learning-who.session'), t('learning.unit'), t('learning-who.day'), t('learning.hours')],
    rows: [
      ...sessions.map((line) => [line.title, line.unitName, formatDay(line.day), hours(line.minutes)]),
      ...held.map((line) => [t('learning-who.record-held', { title: ctx.locale === 'vi' ? line.titleVi : line.titleEn }), '', formatDay(line.validFrom), '']),
      ...(measured === undefined ? [] : [[t('learning-who.record-level', { level: t(`audience.level-${Math.max(1, measured.overall.level)}`) }), '', formatDay(measured.day), '']]),
    ],
    total: [
      t('learning-who.record-total', { hours: hours(sessions.reduce((sum, { minutes }) => sum + minutes, 0)) }),
      ...(duty === undefined ? [] : [t(duty.verified ? 'learning-who.record-duty' : 'learning-who.record-duty-unverified', { hours: hours(duty.minutes), cites: duty.cites })]),
    ].join(' '),
    footer: t('learning.certificate-footer', { day: formatDay(ctx.today) }),
  };
  const { bytes } = await typeset(ctx.services.root, { template: 'learning-transcript', data, at: ctx.now });
  return { name: `khue-${year}-${person.code}.pdf`, content: Buffer.from(bytes).toString('base64') };
}

/** What can be asked of one's own hours and record. */
export const creditOperations = [readHours, listOwnConsents, giveConsent, withdrawConsent, listConsenting, exportRecord, exportOwnRecord];
