import Type from 'typebox';
import { all, sql } from '#base/db/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { unitName } from './home.ts';
import { closed, idOf, nullable, PersonLine } from './model.ts';
import { anywhere, listPosted } from './store.ts';

const MOST = 10;

/** What the search in the header finds besides pages. */
export const search = operation({
  name: 'directory.search',
  summary: 'Units, and people whom you may see, whose name (without diacritics) or code contains a text.',
  kind: 'read',
  http: 'GET /directory/search',
  permission: 'signed-in',
  input: Type.Object({ text: Type.String({ minLength: 1, maxLength: 100, description: 'What to look for' }) }, closed),
  output: Type.Object(
    {
      people: nullable(Type.Array(PersonLine, { description: `At most ${MOST} people; null when you may see nobody's record` })),
      units: Type.Array(
        Type.Object({ id: idOf('the unit'), name: Type.String({ description: 'Its name' }), above: nullable(Type.String({ description: 'Name of the unit above it' })) }, closed),
        { description: `At most ${MOST} units of today; those that begin with the text first` },
      ),
    },
    closed,
  ),
  run: async (ctx, { text }) => {
    const asked = text.trim();
    const units = await all(
      ctx.db,
      sql<{ id: string; name: string; above: string | null }>`
      select version.unit_id as id, ${unitName(ctx.locale)} as name, ${ctx.locale === 'vi' ? sql`parent.name_vi` : sql`parent.name_en`} as above
      from kernel.unit_version as version
      left join kernel.unit_version as parent
        on parent.unit_id = version.parent_id
        and parent.valid_from <= ${ctx.today}
        and parent.valid_to > ${ctx.today}
      where version.valid_from <= ${ctx.today}
        and version.valid_to > ${ctx.today}
        and (version.name_plain like kernel.plain(${anywhere(asked)}) or kernel.plain(version.name_en) like kernel.plain(${anywhere(asked)}))
      order by version.name_plain not like kernel.plain(${anywhere(asked).slice(1)}), length(version.name_plain), version.name_vi collate kernel.vi, version.unit_id
      limit ${MOST}`,
    );
    const people = mayAnywhere(ctx.actor, 'directory.see-persons') ? await listPosted(ctx, { text: asked, day: ctx.today, limit: MOST }) : null;
    return { people, units };
  },
});
