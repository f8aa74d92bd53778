import type { Ctx } from '#kernel/operation/index.ts';
import type { JsonObject } from '../records/json.ts';
import { agentOf } from '../records/people.ts';
import { recordStatements } from '../records/record.ts';
import type { StoredPackage } from './store.ts';

type Place = Pick<Ctx, 'db' | 'services' | 'now' | 'locale'>;

const ADL = 'http://adlnet.gov/expapi/verbs';
/** The verbs of statements about packages. */
export const VERBS = {
  initialized: `${ADL}/initialized`,
  completed: `${ADL}/completed`,
  passed: `${ADL}/passed`,
  failed: `${ADL}/failed`,
  terminated: `${ADL}/terminated`,
  launched: `${ADL}/launched`,
  satisfied: 'https://w3id.org/xapi/adl/verbs/satisfied',
  abandoned: 'https://w3id.org/xapi/adl/verbs/abandoned',
} as const;
/** One of them. */
export type Verb = keyof typeof VERBS;

/** The address that stands for a package, or for a part of it, in statements. */
export function packageIri({ services }: Pick<Ctx, 'services'>, pack: Pick<StoredPackage, 'code' | 'items'>, itemId?: string): string {
  const base = `${services.publicUrl}/xapi/activities/packages/${pack.code}`;
  return itemId === undefined ? base : `${base}/parts/${pack.items.findIndex(({ id }) => id === itemId) + 1}`;
}

/** What a statement tells; `itemId` undefined: of the package as a whole. */
export type Told = { verb: Verb; itemId?: string; result?: JsonObject; context?: JsonObject };

/** Records what somebody did in a package, in the transaction of the act. `registration`: the attempt. */
export async function recordPlayed(ctx: Place, pack: StoredPackage, who: { personId: string; registration: string }, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return;
  const actor = await agentOf(ctx, who.personId);
  await recordStatements(
    ctx,
    told.map((one) => statementOf(ctx, pack, actor, who.registration, one)),
  );
}

function statementOf(ctx: Place, pack: StoredPackage, actor: JsonObject, registration: string, { verb, itemId, result, context }: Told): JsonObject {
  const item = pack.items.find(({ id }) => id === itemId);
  const type = itemId === undefined ? 'course' : 'lesson';
  const name = { vi: item?.title ?? pack.title };
  return {
    actor,
    verb: { id: VERBS[verb], display: { en: verb } },
    object: { objectType: 'Activity', id: packageIri(ctx, pack, itemId), definition: { type: `http://adlnet.gov/expapi/activities/${type}`, name } },
    ...(result !== undefined && { result }),
    context: {
      registration,
      platform: 'Khuê',
      language: ctx.locale,
      ...(itemId !== undefined && context === undefined && { contextActivities: { parent: [{ id: packageIri(ctx, pack) }] } }),
      ...context,
    },
    timestamp: ctx.now.toString(),
  };
}

/** Seconds as a duration of ISO 8601. */
export const durationOf = (seconds: number): string => `PT${Math.max(0, Math.round(seconds))}S`;
