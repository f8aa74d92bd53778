import Type from 'typebox';
import { addDays } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { latestOutcome } from '../sittings/index.ts';
import { awarenessForm, PARTS, questionsOf } from './form.ts';
import { OwnAwareness } from './model.ts';
import { countsFrom, nextDay, self } from './operations.ts';
import { MINIMUM_PEOPLE, reliabilityOf } from './reliability.ts';
import { creditOf, selfViewOf } from './rules.ts';
import { findSelfRating, listAllGiven, listFilled } from './store.ts';

const closed = { additionalProperties: false };

/** For so many days a self-rating stands for how one sees oneself. */
const RATING_DAYS = 90;

/** What one filled in, and how one sees oneself against what was measured. */
export const listAwareness = operation({
  name: 'skills.list-awareness',
  summary: 'The own questionnaires with their scores, when the next is possible, and the own view of oneself against the newest measurement. Nobody else can ask.',
  kind: 'read',
  http: 'GET /skills/awareness',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: OwnAwareness,
  run: async (ctx) => {
    const personId = self(ctx);
    const filled = await listFilled(ctx.db, personId);
    const rating = await findSelfRating(ctx.db, personId);
    const { id, source, verified, minutes, every_days: everyDays } = awarenessForm;
    return {
      form: { id, source, verified, minutes, everyDays, questions: questionsOf(awarenessForm).length },
      open: filled.find(({ state, form }) => state === 'open' && form === id)?.id ?? null,
      next: nextDay(filled, ctx.today),
      ratedOn: rating?.day ?? null,
      rateFirst: rating === undefined || rating.day < addDays(ctx.today, -RATING_DAYS),
      done: filled.flatMap(({ id: one, form, day, knowledge, attitude, practice, situations }) =>
        day === null ? [] : [{ id: one, form, day, knowledge, attitude, practice, situations, countsFrom: countsFrom(day), mayWithdraw: countsFrom(day) > ctx.today }],
      ),
      selfView: await selfViewOfPerson(ctx, personId),
    };
  },
});

async function selfViewOfPerson(ctx: Ctx, personId: string): Promise<OwnAwareness['selfView']> {
  const outcome = await latestOutcome(ctx.db, personId);
  if (outcome === undefined) return null;
  const began = sql`(select sitting.started_at from skills.sitting where sitting.id = ${outcome.sittingId})`;
  const rating = await findSelfRating(ctx.db, personId, sql`rating.rated_at <= ${began} and rating.rated_at > ${began} - ${RATING_DAYS} * interval '1 day'`);
  if (rating === undefined) return null;
  const lines = outcome.areas.flatMap(({ area, level, probabilities }) => {
    const rated = rating.levels[area];
    if (rated === undefined) return [];
    const { expected, verdict } = selfViewOf(rated, probabilities);
    return [{ area, rated, expected, level, verdict }];
  });
  return { day: outcome.day, lines };
}

const coefficient = (what: string) => Type.Union([Type.Number(), Type.Null()], { description: `${what}; null: cannot be said` });

/** How consistently the questionnaire measures, from what was answered. */
export const readReliability = operation({
  name: 'skills.read-reliability',
  summary: "Cronbach's alpha and McDonald's omega of each part of the questionnaire over everybody's newest answers; nothing is said below 100 people.",
  kind: 'read',
  http: 'GET /skills/awareness/reliability',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Object(
    {
      form: Type.String({ description: 'Version of the questionnaire' }),
      enough: Type.Integer({ description: 'People from whom on it is computed' }),
      parts: Type.Array(
        Type.Object(
          {
            part: Type.Enum([...PARTS], { description: 'Part' }),
            people: Type.Union([Type.Integer(), Type.Null()], { description: 'People whose answers to every question of the part count; null: too few to say how many' }),
            items: Type.Integer({ description: 'Questions' }),
            alpha: coefficient("Cronbach's alpha"),
            omega: coefficient("McDonald's omega of one factor"),
          },
          closed,
        ),
        { description: 'One for each part' },
      ),
    },
    closed,
  ),
  run: async (ctx) => {
    const given = await listAllGiven(ctx.db, awarenessForm.id);
    const parts = PARTS.map((part) => {
      const questions = questionsOf(awarenessForm).filter((question) => question.part === part);
      const table = given.map((answers) => questions.flatMap((question) => creditOf(question, answers[question.id]) ?? [])).filter((row) => row.length === questions.length);
      if (table.length < MINIMUM_PEOPLE) return { part, people: null, items: questions.length, alpha: null, omega: null };
      const { people, alpha, omega } = reliabilityOf(table);
      return { part, people, items: questions.length, alpha, omega };
    });
    return { form: awarenessForm.id, enough: MINIMUM_PEOPLE, parts };
  },
});
