import Type from 'typebox';
import type { Day } from '#base/day/index.ts';
import type { NewState } from '../units/acts.ts';
import { Code, CodeSystem, DayText, EndDay, Id, Kind, Name, nullable, UnitId, UnitLine } from '../units/model.ts';

const closed = { additionalProperties: false };

/** Kinds of reorganisation in the order in which they are offered. */
export const REORGANISATION_KINDS = ['merge', 'split', 'rename', 'move', 'abolish'] as const;
export type ReorganisationKind = (typeof REORGANISATION_KINDS)[number];

/** A unit that the act forms. */
export const FreshUnit = Type.Object({ id: UnitId, kind: Kind, nameVi: Name, nameEn: Name, parentId: UnitId, system: CodeSystem, code: nullable(Code) }, closed);
export type FreshUnit = Type.Static<typeof FreshUnit>;

/** What is to happen, as far as it has been entered. */
export const Draft = Type.Object(
  {
    units: Type.Array(UnitId, { description: 'Units concerned: those that end, or are renamed or moved' }),
    into: Type.Array(UnitId, { description: 'Units that stand already and take over; for a move: the unit above' }),
    fresh: Type.Array(FreshUnit, { description: 'Units to be formed' }),
    nameVi: nullable(Name),
    nameEn: nullable(Name),
    placed: Type.Record(Type.String(), Type.String(), { description: 'Where a post, or a unit under one that ends, goes: its id → unit' }),
    rest: nullable(UnitId),
    roles: Type.Enum(['end', 'follow'], { description: 'Whether roles over an ending unit end with it or pass to its only successor' }),
  },
  closed,
);
export type Draft = Type.Static<typeof Draft>;

/** A draft in which nothing has been entered. */
export const EMPTY_DRAFT: Draft = { units: [], into: [], fresh: [], nameVi: null, nameEn: null, placed: {}, rest: null, roles: 'end' };

/**
 * What an act does, in full. `moves` names for every post of an ending unit where it goes; `states` holds the new states of units that
 * go on, those under an ending unit among them.
 */
export type Plan = {
  day: Day;
  /** How the succession is known: the decision, or what it was inferred from. */
  basis: string;
  ends: string[];
  fresh: FreshUnit[];
  states: NewState[];
  successions: { oldId: string; newId: string }[];
  moves: { postId: string; unitId: string }[];
  roles: Draft['roles'];
};

/** A sentence about a plan: its text key is `reorganisation.note.<code>`. */
export type Note = { code: string; values: Record<string, string | number> };

/** What an act did, with the former state of all it touched, so that it can be taken back. */
export const Effects = Type.Object(
  {
    formed: Type.Array(Id),
    touched: Type.Array(Id),
    versions: Type.Array(
      Type.Object(
        {
          unitId: Id,
          kind: Type.String({ description: 'Kind' }),
          nameVi: Type.String({ description: 'Vietnamese name' }),
          nameEn: Type.String({ description: 'English name' }),
          parentId: nullable(Id),
          validFrom: DayText,
          validTo: EndDay,
        },
        closed,
      ),
    ),
    codes: Type.Array(
      Type.Object({ unitId: Id, system: Type.String({ description: 'Code system' }), code: Type.String({ description: 'Code' }), validFrom: DayText, validTo: EndDay }, closed),
    ),
    posts: Type.Array(Type.Object({ oldId: Id, newId: Id, validTo: EndDay }, closed)),
    postings: Type.Array(Type.Object({ oldId: Id, newId: Id, personId: Id, validTo: EndDay }, closed)),
    grants: Type.Array(Type.Object({ oldId: Id, newId: nullable(Id), validTo: EndDay }, closed)),
    successions: Type.Array(Type.Object({ oldId: Id, newId: Id }, closed)),
    facts: Type.Array(Id),
  },
  closed,
);
export type Effects = Type.Static<typeof Effects>;

const Notes = Type.Array(
  Type.Object(
    {
      code: Type.String({ description: 'reorganisation.note.<code> is its sentence' }),
      values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), { description: 'What is put into the sentence' }),
    },
    closed,
  ),
);

/** An act in a list. */
export const ActLine = Type.Object(
  {
    id: Id,
    kind: Type.Enum([...REORGANISATION_KINDS], { description: 'Kind of act' }),
    day: DayText,
    number: Type.String({ description: 'Number of the decision' }),
    issued: Type.String({ description: 'Day of the decision' }),
    issuer: Type.String({ description: 'Who decided' }),
    state: Type.Enum(['draft', 'applied', 'reverted'], { description: 'How far it has come' }),
  },
  closed,
);

/** An act with what it would do, or did. */
export const ActView = Type.Object(
  {
    act: ActLine,
    draft: Draft,
    units: Type.Array(UnitLine, { description: 'Units concerned, as they stand before the act' }),
    into: Type.Array(UnitLine, { description: 'Units that take over' }),
    counts: Type.Object(
      {
        ends: Type.Integer({ description: 'Units that end' }),
        formed: Type.Integer({ description: 'Units formed' }),
        changed: Type.Integer({ description: 'Units that go on in another state' }),
        posts: Type.Integer({ description: 'Number of posts' }),
        people: Type.Integer({ description: 'People who change their unit' }),
      },
      closed,
    ),
    blocks: Notes,
    warnings: Notes,
    children: Type.Array(
      Type.Object({ id: UnitId, nameVi: Type.String({ description: 'Vietnamese name' }), nameEn: Type.String({ description: 'English name' }), target: nullable(UnitId) }, closed),
      { description: 'Units under the ending ones' },
    ),
    posts: Type.Array(
      Type.Object(
        {
          id: Id,
          unitId: UnitId,
          title: Type.String({ description: 'Title of the post' }),
          kind: Type.String({ description: 'Kind' }),
          holder: nullable(Type.String({ description: 'Name, for whoever may see it' })),
          personId: nullable(Id),
          held: Type.Boolean({ description: 'Whether someone holds it' }),
          target: nullable(UnitId),
          validTo: EndDay,
        },
        closed,
      ),
      { description: 'Posts of the ending units and where they go; at most 500' },
    ),
    mayRevert: Type.Boolean({ description: 'Whether it can be taken back today' }),
  },
  closed,
);
export type ActView = Type.Static<typeof ActView>;
