import { createHash } from 'node:crypto';
import { Problem } from '#base/problem/index.ts';
import { agent as checkAgent } from '../check/parts.ts';
import { iri } from '../check/values.ts';
import { definitionOf, readDefinitions } from '../definitions.ts';
import type { JsonObject } from '../json.ts';
import { PATCHES } from '../model.ts';
import { may, readAgent, readParameters } from '../query.ts';
import { jsonAnswer, type Answer, type Call } from './call.ts';

/** What this store speaks (part three, 2.8); anybody may ask, in any version. */
export function aboutAnswer(): Answer {
  return withTag({ version: PATCHES });
}

/** Everything known of an activity (part three, 2.5); of an unknown one its id. */
export async function getActivity({ ctx, params }: Call): Promise<Answer> {
  const { activityId } = readParameters(params, ['activityId']);
  if (activityId === undefined) throw new Problem('invalid', 'learning-records.parameter-missing', { name: 'activityId' });
  iri(activityId, 'activityId');
  const definition = definitionOf(await readDefinitions(ctx.db, [{ kind: 'activity', iri: activityId }]), 'activity', activityId);
  return withTag({ objectType: 'Activity', id: activityId, ...(definition === undefined ? {} : { definition }) });
}

/** An agent as a person with lists of what is known (part three, 2.4): here no more than what was asked with. */
export async function getAgent({ asker, params }: Call): Promise<Answer> {
  const read = readParameters(params, ['agent']);
  if (read['agent'] === undefined) throw new Problem('invalid', 'learning-records.parameter-missing', { name: 'agent' });
  if (!may(asker, 'statements/read', 'statements/read/mine', 'all/read', 'profile', 'state')) throw new Problem('forbidden', 'learning-records.no-scope', { scope: 'all/read' });
  const agent = readAgent(read['agent'], 'agent');
  checkAgent(agent, 'agent');
  const lists = Object.entries(agent).filter(([field]) => field !== 'objectType');
  return withTag({ objectType: 'Person', ...Object.fromEntries(lists.map(([field, value]) => [field, [value]])) });
}

function withTag(value: JsonObject): Answer {
  return jsonAnswer(value, { etag: `"${createHash('sha1').update(JSON.stringify(value)).digest('hex')}"` });
}
