import Type from 'typebox';
import { pageOf, pagesOf } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx, PageNumber, place } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf } from '#kernel/org/index.ts';
import { closed, LINE_STATES, LineId, nullable } from '../model.ts';
import { moveLines } from '../roster/move.ts';
import { sendAgain } from './again.ts';
import { listExcused } from './excused.ts';
import { listHelped } from './helped.ts';
import { CONTACT_WHYS, countTodo, findContactLine, listTodo } from './store.ts';

const PAGE = 30;
const Text = (description: string) => Type.String({ description });

async function lineOf(ctx: Ctx, id: string) {
  return found(await findContactLine(ctx.db, id), 'campaigns-task.no-task');
}

/** The few things that a unit's contact has to do. */
export const listContact = operation({
  name: 'campaigns.list-contact',
  summary: 'Whom the contact of a unit should speak to, and why: help after two tests, in person after all other channels, an address to mend, the last day past. Never answers.',
  kind: 'read',
  http: 'GET /campaigns/units/{unitId}/contact',
  permission: 'campaigns.help-unit',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      unitId: Type.String({ format: 'uuid', description: 'Unit' }),
      why: Type.Optional(Type.Enum([...CONTACT_WHYS], { description: 'Only what is to be done for this reason' })),
      page: PageNumber,
    },
    closed,
  ),
  output: Type.Object(
    {
      lines: Type.Array(
        Type.Object(
          {
            id: LineId,
            name: Text('Name'),
            staffCode: Text('Staff code'),
            unitName: Text('Unit'),
            title: Text('Campaign'),
            ends: Text('Day by which everybody should have understood'),
            state: Type.Enum([...LINE_STATES], { description: 'How it stands' }),
            help: nullable(Text('Help that is arranged: call or group')),
            why: Type.Enum([...CONTACT_WHYS], { description: 'What is to be done' }),
            own: Type.Boolean({ description: 'Whether it is the asker’s own line, which others see to' }),
            record: nullable(Text('Person, for whoever may mend the address in the record')),
          },
          closed,
        ),
      ),
      counts: Type.Object(
        {
          help: Type.Integer({ description: 'Need help' }),
          again: Type.Integer({ description: 'Had it explained, have not answered again' }),
          'in-person': Type.Integer({ description: 'To be told in person' }),
          address: Type.Integer({ description: 'Address to mend' }),
          late: Type.Integer({ description: 'Last day past' }),
        },
        closed,
      ),
      ...place,
    },
    closed,
  ),
  run: async (ctx, { unitId, why, page = 1 }) => {
    const counts = await countTodo(ctx.db, unitId, ctx.today);
    const rows = await listTodo(ctx.db, unitId, ctx.today, { locale: ctx.locale, why, ...pageOf(page, PAGE) });
    const total = CONTACT_WHYS.filter((one) => why === undefined || one === why).reduce((sum, one) => sum + counts[one], 0);
    const me = personOf(ctx.actor);
    const mends = mayAnywhere(ctx.actor, 'directory.edit-persons');
    return {
      lines: rows.map(({ personId, unitId: _unit, ...row }) => ({ ...row, own: personId === me, record: mends ? personId : null })),
      counts,
      page,
      pages: pagesOf(total, PAGE),
    };
  },
});

/** Help is arranged or was given. */
export const noteHelp = operation({
  name: 'campaigns.note-help',
  summary: 'Note that a call or a group session is arranged for somebody who needs help, or that help was given: then the person can take a new test.',
  kind: 'write',
  http: 'POST /campaigns/lines/{id}/help',
  permission: 'campaigns.help-unit',
  unit: async (ctx, { id }) => (await lineOf(ctx, id)).unitId,
  input: Type.Object(
    {
      id: LineId,
      help: Type.Enum(['call', 'group', 'done'], { description: 'call: a call is arranged; group: a session is arranged; done: it was explained' }),
      note: Type.Optional(Type.String({ maxLength: 500, description: 'What was arranged or done' })),
    },
    closed,
  ),
  output: Type.Object({ state: Text('help as it stands') }, closed),
  trace: ({ id, help }) => ({ subject: id, detail: { help } }),
  run: async (ctx, { id, help, note }) => {
    const line = await lineOf(ctx, id);
    if (!line.running || line.state !== 'needs-help') throw new Problem('conflict', 'campaigns-contact.no-help-needed');
    if (line.personId === personOf(ctx.actor)) throw new Problem('forbidden', 'campaigns-contact.own');
    await moveLines(ctx, [id], 'help', { help, note });
    if (help === 'done') await notify(ctx, { to: [line.personId], key: 'campaigns-contact.told-helped', href: `/understand/${id}` });
    return { state: help };
  },
});

/** Excuses somebody, or takes the excuse back. */
export const excuseLine = operation({
  name: 'campaigns.excuse-person',
  summary: 'Excuse somebody from a campaign with the reason (long illness, leave, secondment), or ask them again; nobody excuses themselves.',
  kind: 'write',
  http: 'POST /campaigns/lines/{id}/excuse',
  permission: 'campaigns.help-unit',
  unit: async (ctx, { id }) => (await lineOf(ctx, id)).unitId,
  input: Type.Object(
    {
      id: LineId,
      reason: Type.String({ minLength: 5, maxLength: 500, description: 'Why the person is excused, or asked again' }),
      again: Type.Optional(Type.Boolean({ description: 'Ask a person who was excused again' })),
    },
    closed,
  ),
  output: Type.Object({ state: Text('New state') }, closed),
  trace: ({ id, again = false }) => ({ subject: id, detail: { again } }),
  run: async (ctx, { id, reason, again = false }) => {
    const line = await lineOf(ctx, id);
    if (line.personId === personOf(ctx.actor)) throw new Problem('forbidden', 'campaigns-contact.own');
    if (!line.running) throw new Problem('conflict', 'campaigns-task.over');
    const [moved] = await moveLines(ctx, [id], again ? 'resume' : 'excuse', { note: reason });
    if (moved === undefined) throw new Problem('conflict', 'campaigns-contact.not-open');
    return { state: moved.after };
  },
});

/** What a unit's contact can do. */
export const contactOperations = [listContact, listExcused, listHelped, noteHelp, sendAgain, excuseLine];
