import Type from 'typebox';
import { together } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, listAncestors, may, mayAnywhere } from '#kernel/org/index.ts';
import { membersOf } from '#kernel/set/index.ts';
import { listThese, listUnder, search } from './list.ts';
import { DayText, EndDay, Kind, Relative, UnitId, UnitLine, UnitState } from './model.ts';
import { codeRows, relativeRows, sourceRows, stateRows, type State } from './store.ts';

const closed = { additionalProperties: false };

/** Units whose name or code fits a search, on a day. */
export const findUnits = operation({
  name: 'directory.find-units',
  summary: 'Units whose name (diacritics do not matter) or code fits, on a day; those that begin with it first',
  kind: 'read',
  http: 'GET /directory/units',
  permission: 'signed-in',
  input: Type.Object(
    {
      query: Type.String({ maxLength: 200, description: 'Words of the name, or the beginning of a code in any code system' }),
      day: DayText,
      kinds: Type.Optional(Type.Array(Kind, { maxItems: 20, description: 'Only these kinds' })),
      under: Type.Optional(Type.String({ format: 'uuid', description: 'Only this unit and those anywhere under it' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'At most this many, 50 when left out' })),
    },
    closed,
  ),
  output: Type.Object({ units: Type.Array(UnitLine), more: Type.Boolean({ description: 'Whether there are more than shown' }) }, closed),
  run: async ({ db }, { query, day, kinds = [], under, limit = 50 }) => {
    const units = await search(db, query, day, limit + 1, { kinds, under });
    return { units: units.slice(0, limit), more: units.length > limit };
  },
});

/** One or several levels of the tree. */
export const listUnits = operation({
  name: 'directory.list-units',
  summary: 'The units directly under the given units on a day, with the number of units under each; without any given: the city',
  kind: 'read',
  http: 'GET /directory/units/tree',
  permission: 'signed-in',
  input: Type.Object({ parentIds: Type.Optional(Type.Array(UnitId, { maxItems: 100, description: 'Units whose next level is asked for' })), day: DayText }, closed),
  output: Type.Array(UnitLine, { description: 'By Vietnamese alphabet' }),
  run: async ({ db }, { parentIds = [], day }) => (parentIds.length > 0 ? listUnder(db, parentIds, day) : listThese(db, [(await getRoot(db, day)).id], day)),
});

/** A unit with its place, codes, history and what the asker may do. */
export const readUnit = operation({
  name: 'directory.read-unit',
  summary: 'A unit on a day: state, path from the city, codes, history, predecessors and successors, and what the asker may do',
  kind: 'read',
  http: 'GET /directory/units/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: UnitId, day: DayText }, closed),
  output: Type.Object(
    {
      id: UnitId,
      day: DayText,
      standing: Type.Boolean({ description: 'Whether it stands on the day; if not, `state` is the last one before it, or the first one after' }),
      state: UnitState,
      path: Type.Array(Type.Object({ id: UnitId, nameVi: Type.String({ description: 'Vietnamese name' }), nameEn: Type.String({ description: 'English name' }) }, closed), {
        description: 'From the city down to the unit above',
      }),
      codes: Type.Array(
        Type.Object({ system: Type.String({ description: 'Code system' }), code: Type.String({ description: 'Code' }), validFrom: DayText, validTo: EndDay }, closed),
      ),
      states: Type.Array(UnitState, { description: 'Oldest first' }),
      before: Type.Array(Relative, { description: 'Units it succeeded' }),
      after: Type.Array(Relative, { description: 'Units that succeeded it' }),
      partialPast: Type.Boolean({ description: 'Whether a predecessor was divided among several successors, so that its past is counted whole here' }),
      source: Type.Union(
        [
          Type.Object(
            {
              source: Type.String({ description: 'Id of the source in content/hanoi/sources.json' }),
              verified: Type.Boolean({ description: 'false while no official text has been entered' }),
            },
            closed,
          ),
          Type.Null(),
        ],
        { description: 'Where it comes from, when it was made from the content files' },
      ),
      may: Type.Object(
        {
          edit: Type.Boolean({ description: 'Change the unit and its posts' }),
          seePersons: Type.Boolean({ description: 'See who holds the posts' }),
          reorganise: Type.Boolean({ description: 'Plan reorganisations' }),
        },
        closed,
      ),
    },
    closed,
  ),
  run: async (ctx, { id, day }) => {
    const { db } = ctx;
    const { states, codes, before, after, source } = await together(db, {
      states: stateRows(id),
      codes: codeRows(id),
      before: relativeRows(id, 'before'),
      after: relativeRows(id, 'after'),
      source: sourceRows(id),
    });
    const state = found(nearest(states, day), 'units.no-such-unit');
    const standing = state.validFrom <= day && state.validTo > day;
    const on = standing ? day : state.validFrom;
    const path = (await listAncestors(db, id, on)).map((unit) => ({ id: unit.id, nameVi: unit.nameVi, nameEn: unit.nameEn }));
    const first = states[0]?.validFrom ?? day;
    return {
      id,
      day,
      standing,
      state,
      path,
      codes,
      states,
      before,
      after,
      partialPast: (await membersOf(db, id, first, 'flow')).partial,
      source: source[0] ?? null,
      may: await mayHere(ctx, id),
    };
  },
});

async function mayHere(ctx: Ctx, unitId: string): Promise<{ edit: boolean; seePersons: boolean; reorganise: boolean }> {
  const may1 = (permission: string) => may(ctx.db, ctx.actor, permission, unitId, ctx.today);
  return { edit: await may1('directory.edit-units'), seePersons: await may1('directory.see-persons'), reorganise: mayAnywhere(ctx.actor, 'directory.reorganise') };
}

function nearest(states: State[], day: string): State | undefined {
  return states.findLast(({ validFrom }) => validFrom <= day) ?? states[0];
}
