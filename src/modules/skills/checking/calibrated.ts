import Type, { type Static } from 'typebox';
import type { Calibration, Model } from '../engine/index.ts';

const closed = { additionalProperties: false };
const error = (of: string) => Type.Union([Type.Number(), Type.Null()], { description: `Standard error of ${of}; null where it is fixed or the data do not determine it` });

const CalibratedItem = Type.Object(
  {
    item: Type.String({ description: 'Name of the item, as in the headings, or its place' }),
    model: Type.String({ description: '1pl, 2pl or 3pl' }),
    a: Type.Number({ description: 'Discrimination, logistic metric (D = 1)' }),
    b: Type.Number({ description: 'Difficulty on the scale on which people are N(0, 1)' }),
    c: Type.Number({ description: 'Chance of a right guess' }),
    intercept: Type.Number({ description: '−ab, called d in other programs' }),
    standardErrors: Type.Object({ a: error('a'), b: error('b'), c: error('c'), intercept: error('the intercept') }, closed),
    answered: Type.Integer({ description: 'People who answered it' }),
    right: Type.Integer({ description: 'People who answered it right' }),
    infit: Type.Number({ description: 'Mean squared residual weighted by information; 1 where the model holds' }),
    outfit: Type.Number({ description: 'Mean squared standardised residual; 1 where the model holds' }),
    sumScoreFit: Type.Union(
      [
        Type.Object(
          {
            chiSquare: Type.Number({ description: 'S-X² of Orlando and Thissen' }),
            degrees: Type.Integer({ description: 'Degrees of freedom' }),
            p: Type.Number({ description: 'Chance of a value at least as large where the model holds' }),
          },
          closed,
        ),
        Type.Null(),
      ],
      { description: 'Null where somebody was not asked every item' },
    ),
  },
  closed,
);

/** What a calibration answers. */
export const Calibrated = Type.Object(
  {
    items: Type.Array(CalibratedItem),
    logLikelihood: Type.Number({ description: 'Natural logarithm of the likelihood of the answers, without priors' }),
    parameters: Type.Integer({ description: 'How many numbers were estimated' }),
    aic: Type.Number({ description: 'Akaike information criterion' }),
    bic: Type.Number({ description: 'Bayesian information criterion' }),
    people: Type.Integer({ description: 'People with at least one answer' }),
    patterns: Type.Integer({ description: 'Different patterns among them' }),
    cycles: Type.Integer({ description: 'EM cycles' }),
    converged: Type.Boolean({ description: 'Whether no parameter moved any more' }),
    errorsFrom: Type.Union([Type.Literal('observed'), Type.Literal('cross-product')], {
      description: 'Standard errors from the curvature of the log-likelihood, or for large matrices from the spread of its slope over people',
    }),
  },
  closed,
);

/** A calibration as it is answered, items by name. */
export function calibratedOf({ items, ...whole }: Calibration, names: readonly string[], models: Model | readonly Model[]): Static<typeof Calibrated> {
  return {
    ...whole,
    items: items.map(({ a, b, c, errors, answered, right, fit }, k) => ({
      item: names[k] ?? '',
      model: typeof models === 'string' ? models : (models[k] ?? ''),
      a,
      b,
      c,
      intercept: -a * b,
      standardErrors: errors,
      answered,
      right,
      infit: fit.infit,
      outfit: fit.outfit,
      sumScoreFit: fit.sumScore,
    })),
  };
}
