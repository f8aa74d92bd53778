import Type from 'typebox';

const Identifier = Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' });
const Moment = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T[0-9:.]+(Z|[+-]\\d{2}:?\\d{2})$' });
const Date = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}' });
const Extensions = Type.Optional(Type.Record(Type.String(), Type.Unknown()));
const Link = Type.Object({ title: Type.Optional(Type.String()), identifier: Type.Optional(Type.String()), uri: Type.String({ minLength: 1 }) });

const CFDocument = Type.Object({
  identifier: Identifier,
  uri: Type.String({ minLength: 1 }),
  creator: Type.String({ minLength: 1 }),
  title: Type.String({ minLength: 1, maxLength: 500 }),
  lastChangeDateTime: Moment,
  description: Type.Optional(Type.String()),
  publisher: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  notes: Type.Optional(Type.String()),
  language: Type.Optional(Type.String()),
  adoptionStatus: Type.Optional(Type.String()),
  statusStartDate: Type.Optional(Date),
  statusEndDate: Type.Optional(Date),
  caseVersion: Type.Optional(Type.String()),
  frameworkType: Type.Optional(Type.String()),
  extensions: Extensions,
});

const CFItem = Type.Object({
  identifier: Identifier,
  uri: Type.String({ minLength: 1 }),
  fullStatement: Type.String({ minLength: 1, maxLength: 10_000 }),
  lastChangeDateTime: Moment,
  humanCodingScheme: Type.Optional(Type.String({ maxLength: 100 })),
  abbreviatedStatement: Type.Optional(Type.String({ maxLength: 500 })),
  CFItemType: Type.Optional(Type.String()),
  language: Type.Optional(Type.String()),
  CFDocumentURI: Type.Optional(Link),
  extensions: Extensions,
});
export type CFItem = Type.Static<typeof CFItem>;

const CFAssociation = Type.Object({
  identifier: Identifier,
  uri: Type.String({ minLength: 1 }),
  associationType: Type.String({ minLength: 1 }),
  originNodeURI: Link,
  destinationNodeURI: Link,
  lastChangeDateTime: Moment,
  sequenceNumber: Type.Optional(Type.Number()),
  extensions: Extensions,
});
export type CFAssociation = Type.Static<typeof CFAssociation>;

/** A framework as CASE 1.1 exchanges it, as far as Khuê reads it; what it does not read is kept and given out again. */
export const CFPackage = Type.Object({
  CFDocument,
  CFItems: Type.Optional(Type.Array(CFItem, { maxItems: 5000 })),
  CFAssociations: Type.Optional(Type.Array(CFAssociation, { maxItems: 20_000 })),
  extensions: Extensions,
});
export type CFPackage = Type.Static<typeof CFPackage>;
