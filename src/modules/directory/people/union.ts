import Type from 'typebox';
import { addDays, formatDay } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { joinUnion, leaveUnion } from '../register/acts.ts';
import { homeUnit } from './home.ts';
import { closed, dayAs, idOf } from './model.ts';
import { mustStand } from './posting.ts';
import { listUnion } from './store.ts';

/** Notes that a person joined or left the trade union. */
export const setUnion = operation({
  name: 'directory.set-union',
  summary: 'Notes from which day a person is a union member (with the day of consent), or the last day of membership.',
  kind: 'write',
  http: 'POST /directory/people/{id}/union',
  permission: 'directory.see-union',
  unit: (ctx, { id }) => homeUnit(ctx, id, 'directory.see-union'),
  input: Type.Object(
    {
      id: idOf('the person'),
      act: Type.Enum(['join', 'leave'], { description: 'join: a member from `day` on; leave: `day` is the last day of membership' }),
      day: dayAs('First day of membership, or its last one'),
      consentDay: Type.Optional(dayAs('Day on which the person consented to this being kept; needed to join')),
    },
    closed,
  ),
  output: Type.Object({}, closed),
  trace: ({ id, act }) => ({ subject: id, detail: { act } }),
  run: async (ctx, { id, act, day, consentDay }) => {
    await mustStand(ctx, id);
    const stretches = await listUnion(ctx, id);
    if (act === 'leave') {
      if (!stretches.some(({ from, to }) => from <= day && to > addDays(day, 1))) throw new Problem('conflict', 'people.union-not-member', { day: formatDay(day) });
      await leaveUnion(ctx, [id], addDays(day, 1));
      return {};
    }
    // Membership of a trade union is sensitive personal data (Law 91/2025/QH15): nothing is kept without consent.
    if (consentDay === undefined) throw wrong('people.union-consent-missing');
    if (consentDay > ctx.today) throw wrong('people.union-consent-later');
    if (stretches.some(({ to }) => to > day)) throw new Problem('conflict', 'people.union-member-already', { day: formatDay(day) });
    await joinUnion(ctx, [{ personId: id, day, consentDay }]);
    return {};
  },
});

function wrong(code: string): Problem {
  return new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/consentDay', code }]);
}
