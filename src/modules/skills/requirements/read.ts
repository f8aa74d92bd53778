import type { Day } from '#base/day/index.ts';
import { FOREVER } from '#base/day/index.ts';
import { inTransaction, type Db } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { frameworkContent, knownFrameworks } from '../frameworks/index.ts';
import { requiredBands } from './rules.ts';
import { addRequirements, findMainPost, listRequired, type Required } from './store.ts';

/** For whom a requirement is asked: a person, by their main post, or a kind of post in a unit. */
export type Who = { personId: string } | { postKind: string; unitId: string };

/** What is required of a person or post on a day; nothing for whoever holds no post then. The requirement of the nearest unit wins. */
export async function requirementOf(db: Db, who: Who, day: Day): Promise<Required[]> {
  const post = 'personId' in who ? await findMainPost(db, who.personId, day) : who;
  return post === undefined ? [] : listRequired(db, post.postKind, post.unitId, day);
}

/** The band (1 to 3) that is required in each DigComp area on a day; see `requiredBands`. */
export async function requiredBandsOf(ctx: Pick<Ctx, 'db' | 'services'>, who: Who, day: Day): Promise<Map<string, number>> {
  const [required, { frameworks, crosswalks }] = await Promise.all([requirementOf(ctx.db, who, day), knownFrameworks(ctx)]);
  return requiredBands(
    required,
    frameworks.map(({ framework }) => framework),
    crosswalks,
  );
}

/** Brings the default requirements of the content files in, once: what the city has changed or ended since stays so. */
export async function loadRequirements(ctx: Pick<Ctx, 'db'> & { services: Pick<Ctx['services'], 'root'> }): Promise<void> {
  const { requirements } = frameworkContent(ctx.services.root);
  const rows = requirements.map(({ post_kind, valid_from, ...rest }) => ({ ...rest, postKind: post_kind, unitId: null, validFrom: valid_from, validTo: FOREVER, setBy: null }));
  await inTransaction(ctx.db, (db) => addRequirements(db, rows));
}
