import Type from 'typebox';
import { formatDay } from '#base/day/index.ts';
import { all, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { prose } from '../impact/index.ts';
import { closed } from '../model.ts';
import { id, text } from './model.ts';
import { readJobFile } from './outside-file.ts';
import { knownCommunes } from './place.ts';
import { listOutside } from './store.ts';

/** Takes jobs outside in. */
export const importOutside = operation({
  name: 'transition.import-outside-jobs',
  summary: 'Take jobs outside in from a spreadsheet (XLSX or CSV): all of them, or none and a sentence for every cell that is wrong.',
  kind: 'write',
  http: 'POST /transition/outside-jobs',
  permission: 'transition.handle-cases',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      unitId: id('Unit that takes the list in'),
      source: prose('Who says so: the service of employment, a fair, an employer', 300),
      name: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the file' }),
      content: Type.String({ maxLength: 12_000_000, description: 'The file, base64' }),
    },
    closed,
  ),
  output: Type.Object({ jobs: Type.Integer({ description: 'Jobs taken in' }) }, closed),
  trace: ({ unitId }, { jobs }) => ({ unitId, detail: { jobs } }),
  run: async (ctx, { unitId, source, name, content }) => {
    const jobs = await readJobFile(Buffer.from(content, 'base64'), name, ctx.today);
    const importId = newId();
    const [factId = ''] = await record(ctx, [{ kind: 'transition.outside-imported', subject: importId, unitId, day: ctx.today, value: jobs.length, data: {} }]);
    await all(
      ctx.db,
      sql`
        insert into transition.outside_import (id, unit_id, file, source, jobs, imported_by, imported_on, fact_id)
        values (${importId}, ${unitId}, ${name}, ${source}, ${jobs.length}, ${personOf(ctx.actor) ?? null}, ${ctx.today}, ${factId})`,
    );
    await all(
      ctx.db,
      sql`
        insert into transition.outside_job (id, import_id, code, title, employer, commune_code, pay_from, pay_to, bands, needs, contact, until)
        select row.id, ${importId}::uuid, row.code, row.title, row.employer, row.commune, row."payFrom", row."payTo", row.bands, row.needs, row.contact, row.until
        from jsonb_to_recordset(${JSON.stringify(jobs.map((job) => ({ id: newId(), ...job })))}::jsonb)
          as row (id uuid, code text, title text, employer text, commune text, "payFrom" bigint, "payTo" bigint, bands jsonb, needs text, contact text, until date)`,
    );
    return { jobs: jobs.length };
  },
});

/** Jobs outside that are open. */
export const listOutsideJobs = operation({
  name: 'transition.list-outside-jobs',
  summary: 'The jobs outside that are open today, soonest closing first, with who says so.',
  kind: 'read',
  http: 'GET /transition/outside-jobs',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(
    Type.Object(
      {
        id: id('Job'),
        title: text('Title'),
        employer: text('Employer'),
        commune: text('Commune, in the language of the asker'),
        payFrom: Type.Integer({ description: 'From, đồng a month' }),
        payTo: Type.Integer({ description: 'To, đồng a month' }),
        contact: text('Whom to ask'),
        until: text('Last day, dd/mm/yyyy'),
        source: text('Who says so'),
      },
      closed,
    ),
  ),
  run: async (ctx) => {
    const communes = knownCommunes();
    return (await listOutside(ctx.db, ctx.today)).slice(0, 500).map(({ id: job, title, employer, commune, payFrom, payTo, contact, until, source }) => ({
      id: job,
      title,
      employer,
      payFrom,
      payTo,
      contact,
      source,
      until: formatDay(until),
      commune: communes.get(commune)?.[ctx.locale === 'vi' ? 'nameVi' : 'nameEn'] ?? commune,
    }));
  },
});
