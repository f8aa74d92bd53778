import { setImmediate } from 'node:timers/promises';
import Type from 'typebox';
import { operation, type AnyOperation } from '#kernel/operation/index.ts';
import { calibrating, estimate, isBounded, replay, withoutVariation, type Assumptions, type Calibration, type Estimate, type Model } from '../engine/index.ts';
import { readAnswers, readResponses } from './answers.ts';
import { Answers, assumptions, Bank, Ended, Estimated, EstimatorName, ModelName, PriorsOfItems, Responses, Stop } from './model.ts';
import { Calibrated, calibratedOf } from './calibrated.ts';
import { readBank, wrong } from './table.ts';

const closed = { additionalProperties: false };

/** θ from a bank and answers. */
export const estimateAbility = operation({
  name: 'skills.estimate',
  summary: 'Estimate ability and its standard error from items and answers, to check the engine against other programs.',
  kind: 'read',
  http: 'POST /skills/checks/estimates',
  permission: 'signed-in',
  input: Type.Object({ bank: Bank, answers: Answers, estimator: EstimatorName, ...assumptions }, closed),
  output: Type.Object({ estimator: EstimatorName, ...Estimated, answered: Type.Integer({ description: 'Number of answers it stands on' }) }, closed),
  run: async (_ctx, { bank, answers, estimator, ...more }) => {
    const items = await readBank(bank);
    const marks = readAnswers(answers, items.length);
    const given = items.flatMap((item, k) => (typeof marks[k] === 'boolean' ? [{ item, right: marks[k] }] : []));
    return { estimator, ...plain(estimate(given, estimator, assumed(more))), answered: given.length };
  },
});

/** Item parameters from answers. */
export const calibrateItems = operation({
  name: 'skills.calibrate',
  summary: 'Calibrate items from a response matrix by marginal maximum likelihood: parameters, standard errors, fit, log-likelihood. Nothing is stored.',
  kind: 'read',
  http: 'POST /skills/checks/calibrations',
  permission: 'signed-in',
  input: Type.Object(
    {
      responses: Responses,
      model: Type.Union([ModelName, Type.Array(ModelName, { description: 'One for each item: 2pl or 3pl' })], { description: 'Model of all items, or of each' }),
      items: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { minItems: 2, description: 'Columns of the CSV text that are items; all but `count` where left out' })),
      count: Type.Optional(Type.String({ maxLength: 200, description: 'Column of the CSV text that says how many people gave the row' })),
      priors: Type.Optional(PriorsOfItems),
    },
    closed,
  ),
  output: Calibrated,
  run: async (_ctx, { responses, model, items, count, priors = {} }) => {
    const { names, matrix, counts } = await readResponses(responses, { ...(items && { items }), ...(count !== undefined && { count }) });
    const models = modelOf(model, names.length);
    const constant = withoutVariation(matrix, counts);
    if (constant.length > 0) throw wrong('responses', 'skills-engine.responses-constant', { items: constant.map((k) => names[k] ?? '').join(', ') });
    return calibratedOf(await unhurried(calibrating({ answers: matrix, counts, model: models, priors })), names, models);
  },
});

/** A sitting played from a bank and the answers to all of its items. */
export const replaySitting = operation({
  name: 'skills.replay-sitting',
  summary: 'Play an adaptive sitting from a bank and the answers to its items: which are asked, with θ and standard error after each, and at the end.',
  kind: 'read',
  http: 'POST /skills/checks/replays',
  permission: 'signed-in',
  input: Type.Object(
    {
      bank: Bank,
      answers: Answers,
      estimator: EstimatorName,
      start: Type.Optional(Type.Number({ description: 'θ for which the first item is chosen; 0 where left out' })),
      rule: Type.Optional(Type.Literal('mfi', { description: 'Maximum Fisher information at the present θ' })),
      stop: Type.Optional(Stop),
      exposure: Type.Optional(Type.Literal('off', { description: 'Always the most informative item; nothing is drawn or closed' })),
      shares: Type.Optional(
        Type.Record(Type.String(), Type.Number({ minimum: 0, maximum: 1 }), { description: 'Share of each area in the items; areas play no part where left out' }),
      ),
      finalEstimator: Type.Optional(EstimatorName),
      ...assumptions,
    },
    closed,
  ),
  output: Type.Object(
    {
      steps: Type.Array(
        Type.Object(
          {
            item: Type.String({ description: 'Item asked' }),
            position: Type.Integer({ description: 'Its place in the bank, from 1' }),
            right: Type.Boolean({ description: 'Whether it was answered right' }),
            ...Estimated,
          },
          closed,
        ),
        { description: 'In the order asked, with the estimate after each answer' },
      ),
      final: Type.Object({ estimator: EstimatorName, ...Estimated }, closed),
      ended: Ended,
    },
    closed,
  ),
  run: async (_ctx, { bank, answers, estimator, start = 0, stop = {}, shares, finalEstimator = estimator, ...more }) => {
    const items = await readBank(bank);
    const marks = readAnswers(answers, items.length);
    const at = new Map(items.map(({ id }, k) => [id, k]));
    const closedItems = new Set(items.filter((_, k) => marks[k] === null).map(({ id }) => id));
    const rules = { estimator, assumptions: assumed(more), start, drawnAmong: 1, shares: shares ?? null, stop };
    const { steps, final, ended } = replay({ bank: items, rules, seed: '', closed: closedItems }, (id) => ({ right: marks[at.get(id) ?? -1] === true }));
    const asked = steps.flatMap(({ item, right }) => items.filter(({ id }) => id === item).map((curve) => ({ item: curve, right })));
    return {
      steps: steps.map(({ item, right, estimate: after }) => ({ item, position: (at.get(item) ?? 0) + 1, right, ...plain(after) })),
      final: { estimator: finalEstimator, ...plain(finalEstimator === estimator ? final : estimate(asked, finalEstimator, assumed(more))) },
      ended,
    };
  },
});

/** The operations with which the engine is checked. */
export const checkingOperations: AnyOperation[] = [estimateAbility, calibrateItems, replaySitting];

function plain(found: Estimate): { theta: number | null; standardError: number | null; unbounded: 'above' | 'below' | null } {
  return isBounded(found) ? { theta: found.theta, standardError: found.standardError, unbounded: null } : { theta: null, standardError: null, unbounded: found.unbounded };
}

function assumed({ grid, prior }: Assumptions): Assumptions {
  if (grid !== undefined && grid.from >= grid.to) throw wrong('grid', 'skills-engine.grid-empty');
  return { ...(grid && { grid }), ...(prior && { prior }) };
}

const MODELS: readonly Model[] = ['1pl', '2pl', '3pl'];

function modelOf(given: string | readonly string[], items: number): Model | Model[] {
  const known = (name: string): Model => MODELS.find((model) => model === name.toLowerCase()) ?? '2pl';
  if (typeof given === 'string') return known(given);
  const models = given.map(known);
  if (models.length !== items) throw wrong('model', 'skills-engine.models-count', { models: models.length, items });
  if (models.includes('1pl')) throw wrong('model', 'skills-engine.models-mixed');
  return models;
}

/** Runs a calibration and lets others have their turn after every cycle. */
async function unhurried(steps: Generator<number, Calibration>): Promise<Calibration> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await setImmediate();
  }
}
