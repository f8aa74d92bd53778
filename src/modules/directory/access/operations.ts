import Type from 'typebox';
import { addDays, FOREVER, formatDay, type Day } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { findUnit, getRoot, getUnit, listRoles, personOf } from '#kernel/org/index.ts';
import { standingUnit } from '../people/home.ts';
import { closed, dayAs, endAs, idOf, nullable } from '../people/model.ts';
import { findByStaffCode } from '../people/write.ts';
import { addGrant, countHolders, endGrant, findGrant, hasOverlap, listGrantRows, listUnitRows } from './store.ts';

const PAGE = 50;

const GrantLine = Type.Object(
  {
    id: idOf('the grant'),
    personId: idOf('the person'),
    personName: Type.String({ description: 'Name' }),
    staffCode: Type.String({ description: 'Staff code' }),
    role: Type.String({ description: 'Key of the role in content/roles.json' }),
    unitId: idOf('the unit over which it holds, with all under it'),
    unitName: Type.String({ description: 'Name of the unit' }),
    from: dayAs('First day'),
    to: endAs('End'),
    state: Type.Enum(['in-force', 'later', 'ended'], { description: 'How it stands today' }),
    grantedBy: nullable(Type.String({ description: 'Name of who granted it; null: a program' })),
    grantedAt: Type.String({ description: 'When it was granted, ISO 8601' }),
  },
  closed,
);

/** Who holds which role where, as far as the asker may grant roles. */
export const listGrants = operation({
  name: 'directory.list-grants',
  summary: 'Roles granted in the units where you may grant them, latest first; by unit, person or role, with those that ended on demand.',
  kind: 'read',
  http: 'GET /directory/grants',
  permission: 'directory.grant-roles',
  input: Type.Object(
    {
      text: Type.Optional(Type.String({ maxLength: 100, description: 'Part of the name or the beginning of the staff code of a person, or part of the name of a unit' })),
      unitId: Type.Optional(idOf('a unit; those under it are included')),
      personId: Type.Optional(idOf('a person')),
      role: Type.Optional(Type.String({ maxLength: 60, description: 'Key of a role' })),
      history: Type.Optional(Type.Boolean({ description: 'Whether those that ended are listed too' })),
      after: Type.Optional(idOf('the last grant of the page before')),
    },
    closed,
  ),
  output: Type.Object(
    { grants: Type.Array(GrantLine, { description: `At most ${PAGE} grants` }), next: nullable(idOf('the last grant shown, to ask for the next page with; null at the end')) },
    closed,
  ),
  run: async (ctx, query) => {
    const rows = await listGrantRows(ctx, query, PAGE + 1);
    const grants = rows.slice(0, PAGE).map(({ valid_from, valid_to, granted_at, ...row }) => ({
      id: row.id,
      personId: row.person_id,
      personName: row.person_name,
      staffCode: row.staff_code,
      role: row.role,
      unitId: row.unit_id,
      unitName: row.unit_name ?? '',
      from: valid_from,
      to: valid_to,
      state: stateOf(valid_from, valid_to, ctx.today),
      grantedBy: row.granted_by_name,
      grantedAt: granted_at.toISOString(),
    }));
    return { grants, next: rows.length > PAGE ? (grants.at(-1)?.id ?? null) : null };
  },
});

function stateOf(from: Day, to: Day, today: Day): 'in-force' | 'later' | 'ended' {
  if (to <= today || to === from) return 'ended';
  return from > today ? 'later' : 'in-force';
}

/** Units over which the asker may grant roles. */
export const listGrantableUnits = operation({
  name: 'directory.list-grantable-units',
  summary: 'Units of today over which you may grant roles, the widest first; searched without diacritics.',
  kind: 'read',
  http: 'GET /directory/grantable-units',
  permission: 'directory.grant-roles',
  input: Type.Object({ text: Type.Optional(Type.String({ maxLength: 100, description: 'Part of the name' })) }, closed),
  output: Type.Object(
    {
      units: Type.Array(
        Type.Object({ id: idOf('the unit'), name: Type.String({ description: 'Its name' }), above: nullable(Type.String({ description: 'Name of the unit above it' })) }, closed),
        { description: 'At most 200 units' },
      ),
      more: Type.Boolean({ description: 'Whether there are more than these' }),
    },
    closed,
  ),
  run: async (ctx, { text = '' }) => {
    const rows = await listUnitRows(ctx, text, 201);
    return { units: rows.slice(0, 200), more: rows.length > 200 };
  },
});

/** Grants a role over a unit and all under it. */
export const grantRole = operation({
  name: 'directory.grant-role',
  summary: 'Grants a role over a unit and everything under it, from a day on, only within the units where you may grant roles, and not to yourself.',
  kind: 'write',
  http: 'POST /directory/grants',
  permission: 'directory.grant-roles',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      staffCode: Type.String({ minLength: 1, maxLength: 30, description: 'Staff code of the person' }),
      role: Type.String({ maxLength: 60, description: 'Key of a role' }),
      unitId: idOf('the unit'),
      from: dayAs('First day, today or later'),
      lastDay: Type.Optional(dayAs('Last day; without it the role holds until it is withdrawn')),
    },
    closed,
  ),
  output: Type.Object({ id: idOf('the grant') }, closed),
  trace: ({ unitId, role }, { id }) => ({ unitId, detail: { role, grant: id } }),
  run: async (ctx, { staffCode, role, unitId, from, lastDay }) => {
    const person = await findByStaffCode(ctx.db, staffCode);
    if (person === undefined) throw wrong('/staffCode', 'access.no-staff-code');
    // Nobody gives rights to themselves: a second pair of eyes (OWASP ASVS 5, 8.2).
    if (person.id === personOf(ctx.actor)) throw new Problem('forbidden', 'access.not-to-yourself');
    const granted = listRoles().find(({ key }) => key === role);
    if (granted === undefined) throw wrong('/role', 'access.no-role');
    // The past stays as it was: what somebody might do on a day is not changed afterwards.
    if (from < ctx.today) throw wrong('/from', 'access.from-past');
    const to = lastDay === undefined ? FOREVER : addDays(lastDay, 1);
    if (to !== FOREVER && to <= from) throw wrong('/lastDay', 'access.ends-before');
    const unit = await getUnit(ctx.db, unitId, ctx.today);
    if (await hasOverlap(ctx.db, { personId: person.id, role, unitId, from, to })) throw new Problem('conflict', 'access.already');
    const id = newId();
    await addGrant(ctx, { id, personId: person.id, role, unitId, from, to });
    await notify(ctx, { to: [person.id], key: 'access.told-granted', values: { role: granted.title_vi, unit: unit.nameVi, day: formatDay(from) }, href: '/me', email: true });
    return { id };
  },
});

/** Withdraws a granted role from today on. */
export const revokeRole = operation({
  name: 'directory.revoke-role',
  summary: 'Withdraws a role from today on; the last person who may grant roles in the city keeps it.',
  kind: 'write',
  http: 'POST /directory/grants/{id}/revoke',
  permission: 'directory.grant-roles',
  unit: async (ctx, { id }) => {
    const grant = await findGrant(ctx.db, id);
    return grant && standingUnit(ctx.db, grant.unit_id, ctx.today);
  },
  input: Type.Object({ id: idOf('the grant') }, closed),
  output: Type.Object({}, closed),
  trace: ({ id }) => ({ detail: { grant: id } }),
  run: async (ctx, { id }) => {
    const grant = found(await findGrant(ctx.db, id), 'access.no-grant');
    if (stateOf(grant.valid_from, grant.valid_to, ctx.today) === 'ended') throw new Problem('conflict', 'access.ended-already');
    const keepers = listRoles()
      .filter(({ permissions }) => permissions.includes('directory.grant-roles'))
      .map(({ key }) => key);
    const root = await getRoot(ctx.db, ctx.today);
    const keeps = keepers.includes(grant.role) && grant.unit_id === root.id && grant.valid_to === FOREVER && grant.valid_from <= ctx.today;
    if (keeps && (await countHolders(ctx, keepers, root.id, id)) === 0) throw new Problem('conflict', 'access.last-administrator');
    await endGrant(ctx.db, id, ctx.today);
    const role = listRoles().find(({ key }) => key === grant.role)?.title_vi ?? grant.role;
    const unit = (await findUnit(ctx.db, grant.unit_id, ctx.today))?.nameVi ?? '';
    if (grant.person_id !== personOf(ctx.actor)) await notify(ctx, { to: [grant.person_id], key: 'access.told-revoked', values: { role, unit }, href: '/me' });
    return {};
  },
});

function wrong(at: string, code: string): Problem {
  return new Problem('invalid', 'operation.input-invalid', {}, [{ at, code }]);
}
