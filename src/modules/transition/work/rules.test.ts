import { expect, describe, test } from 'vitest';
import fc from 'fast-check';
import { compareOrder, match, type Opening, type Seeker } from './rules.ts';
import { kmBetween, knownCommunes, pointOf } from './place.ts';

const AREAS = ['1', '2', '3', '4', '5'];
const KINDS = ['leader', 'staff', 'contract'];
const pointArb = fc.option(fc.tuple(fc.double({ min: 105.3, max: 106, noNaN: true }), fc.double({ min: 20.6, max: 21.4, noNaN: true })));
const bandsArb = (least: number) =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...AREAS), fc.integer({ min: least, max: 3 })), { selector: ([area]) => area }).map((entries) => new Map(entries));
const openingArb: fc.Arbitrary<Opening> = fc.record({
  id: fc.uuid(),
  kind: fc.option(fc.constantFrom(...KINDS)),
  pay: fc.option(fc.tuple(fc.nat(20_000_000), fc.nat(5_000_000), fc.boolean()).map(([from, more, kept]) => ({ from, to: from + more, kept }))),
  point: pointArb,
  bands: bandsArb(1),
  taken: fc.boolean(),
});
const wishArb = fc.record({
  mostKm: fc.option(fc.nat(60)),
  leastPay: fc.option(fc.nat(20_000_000)),
  postKinds: fc.subarray(KINDS),
  outside: fc.boolean(),
});
const seekerArb: fc.Arbitrary<Seeker> = fc.record({
  kind: fc.option(fc.constantFrom(...KINDS)),
  pay: fc.option(fc.nat(20_000_000)),
  point: pointArb,
  bands: fc.option(bandsArb(0)),
  wish: fc.option(wishArb),
});
const openingsArb = fc.uniqueArray(openingArb, { selector: ({ id }) => id, maxLength: 12 });

const BASE: Seeker = { kind: 'staff', pay: 8_000_000, point: [105.84, 21.03], bands: new Map(AREAS.map((area) => [area, 2])), wish: null };
const POST: Opening = { id: 'a', kind: 'staff', pay: { from: 8_000_000, to: 8_000_000, kept: true }, point: [105.84, 21.03], bands: new Map([['1', 2]]), taken: false };
const codes = (seeker: Partial<Seeker>, opening: Partial<Opening> = {}) =>
  match({ ...BASE, ...seeker }, [{ ...POST, ...opening }])[0]?.reasons.map(({ code, fit }) => `${fit} ${code.replace('transition-work.because-', '')}`);

describe('an opening is told with every reason', () => {
  const wish = { mostKm: null, leastPay: null, postKinds: [], outside: true };
  test.each<[string, Partial<Seeker>, Partial<Opening>, string]>([
    ['who can do what is asked', {}, {}, 'fits skills-enough'],
    ['who has to learn', { bands: new Map([['1', 1]]) }, {}, 'learn skills-short'],
    ['who did not say yes to results being used, or has none', { bands: null }, {}, 'ask skills-unknown'],
    ['a post that asks for nothing', {}, { bands: new Map() }, 'fits skills-none'],
    ['the same kind of post', {}, {}, 'fits level-same'],
    ['a step up', { kind: 'contract' }, {}, 'ask level-higher'],
    ['a step down', { kind: 'leader' }, {}, 'ask level-lower'],
    ['a job outside', {}, { kind: null }, 'ask level-outside'],
    ['a place that is known', {}, {}, 'fits place-km'],
    ['a place that is not', {}, { point: null }, 'ask place-unknown'],
    ['pay that goes along', {}, {}, 'fits pay-kept'],
    ['less pay', {}, { pay: { from: 6_000_000, to: 7_000_000, kept: false } }, 'ask pay-less'],
    ['as much pay', {}, { pay: { from: 6_000_000, to: 9_000_000, kept: false } }, 'fits pay-range'],
    ['pay that nobody said', {}, { pay: null }, 'ask pay-unknown'],
    ['somebody who was faster', {}, { taken: true }, 'ask taken'],
    ['too far', { wish: { ...wish, mostKm: 5 } }, { point: [105.6, 21.2] }, 'against wish-distance'],
    ['not known how far', { wish: { ...wish, mostKm: 5 } }, { point: null }, 'ask wish-distance-unknown'],
    ['too little pay', { wish: { ...wish, leastPay: 9_000_000 } }, {}, 'against wish-pay'],
    ['not known how much', { wish: { ...wish, leastPay: 9_000_000 } }, { pay: null }, 'ask wish-pay-unknown'],
    ['another kind of post', { wish: { ...wish, postKinds: ['leader'] } }, {}, 'against wish-kind'],
    ['nobody wanted to leave the city', { wish: { ...wish, outside: false } }, { kind: null }, 'against wish-outside'],
  ])('%s', (_, seeker, opening, reason) => {
    expect(codes(seeker, opening)).toContain(reason);
  });
});

describe('matching', () => {
  test('leaves nothing out, whatever stands against it', () => {
    fc.assert(
      fc.property(seekerArb, openingsArb, (seeker, openings) => {
        expect(
          match(seeker, openings)
            .map(({ id }) => id)
            .toSorted(),
        ).toEqual(openings.map(({ id }) => id).toSorted());
      }),
    );
  });

  test('does not depend on how the openings came in', () => {
    fc.assert(
      fc.property(seekerArb, openingsArb, fc.infiniteStream(fc.nat(1000)), (seeker, openings, dice) => {
        const shuffled = openings.map((one) => ({ one, at: dice.next().value ?? 0 })).toSorted((a, b) => a.at - b.at);
        expect(
          match(
            seeker,
            shuffled.map(({ one }) => one),
          ),
        ).toEqual(match(seeker, openings));
      }),
    );
  });

  test('never passes over a wish in silence: each one is met, or named as not met or not known', () => {
    fc.assert(
      fc.property(seekerArb, openingArb, (seeker, opening) => {
        const [matched] = match(seeker, [opening]);
        const said = new Set(matched?.reasons.filter(({ aspect }) => aspect === 'wish').map(({ code }) => code.replace('transition-work.because-', '')));
        const { wish } = seeker;
        const km = seeker.point === null || opening.point === null ? null : kmBetween(seeker.point, opening.point);
        const expected = [
          ...(wish !== null && wish.mostKm !== null && km !== null && km > wish.mostKm ? ['wish-distance'] : []),
          ...(wish !== null && wish.mostKm !== null && km === null ? ['wish-distance-unknown'] : []),
          ...(wish !== null && wish.leastPay !== null && opening.pay !== null && opening.pay.to < wish.leastPay ? ['wish-pay'] : []),
          ...(wish !== null && wish.leastPay !== null && opening.pay === null ? ['wish-pay-unknown'] : []),
          ...(wish !== null && opening.kind === null && !wish.outside ? ['wish-outside'] : []),
          ...(wish !== null && opening.kind !== null && wish.postKinds.length > 0 && !wish.postKinds.includes(opening.kind) ? ['wish-kind'] : []),
        ];
        expect([...said].toSorted()).toEqual(expected.toSorted());
        expect(matched?.order.unmet).toBe(expected.filter((code) => !code.endsWith('unknown')).length);
      }),
    );
  });

  test('explains its order: by what is told with each opening, one can tell which comes first', () => {
    fc.assert(
      fc.property(seekerArb, openingsArb, (seeker, openings) => {
        const lines = match(seeker, openings);
        for (const [index, line] of lines.entries()) {
          const next = lines[index + 1];
          if (next !== undefined) expect(compareOrder(line.order, next.order)).toBeLessThanOrEqual(0);
          const short = line.reasons.filter(({ fit }) => fit === 'learn').reduce((sum, { values }) => sum + Number(values['band']) - Number(values['has']), 0);
          expect(line.order.gap).toBe(short);
          expect(line.order.km === null).toBe(line.reasons.some(({ code }) => code.endsWith('place-unknown')));
        }
      }),
    );
  });

  test('learning more never puts an opening further down', () => {
    fc.assert(
      fc.property(seekerArb, openingArb, fc.constantFrom(...AREAS), (seeker, opening, area) => {
        fc.pre(seeker.bands !== null);
        const more = { ...seeker, bands: new Map([...(seeker.bands ?? []), [area, 3]]) };
        expect(match(more, [opening])[0]?.order.gap).toBeLessThanOrEqual(match(seeker, [opening])[0]?.order.gap ?? 0);
      }),
    );
  });
});

test('distances are those between the centres of communes', () => {
  expect(knownCommunes().size).toBe(126);
  const [baDinh, ngocHa] = [pointOf('00004'), pointOf('00008')];
  expect(baDinh && ngocHa && kmBetween(baDinh, ngocHa)).toBeCloseTo(2.3, 1);
  expect(baDinh && kmBetween(baDinh, baDinh)).toBe(0);
  expect([pointOf('99999'), pointOf(null)]).toEqual([null, null]);
});
