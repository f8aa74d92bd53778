import Type from 'typebox';
import { Measured } from '../sittings/model.ts';

const closed = { additionalProperties: false };

/** certification: measured under an invigilator; check: an attestation of a sitting alone. */
export const KINDS = ['certification', 'check'] as const;
export const Kind = Type.Enum([...KINDS], { description: 'certification (measured under an invigilator) or check (attestation of a sitting alone)' });
export type Kind = Type.Static<typeof Kind>;

/** What everybody may learn of a certificate. */
export const PublicState = Type.Enum(['valid', 'lapsed', 'revoked'], { description: 'Whether it holds on the day of asking' });
export type PublicState = Type.Static<typeof PublicState>;

/** What its holder sees; `to-refresh` is valid for everybody else. */
export const OwnState = Type.Enum(['valid', 'to-refresh', 'lapsed', 'revoked'], { description: 'As its holder sees it; to-refresh still holds' });
export type OwnState = Type.Static<typeof OwnState>;

/** How firm a competence is. */
export const Fading = Type.Enum(['firm', 'fading', 'faded'], { description: 'firm: nine tenths or more likely to be retained; faded: less than eight tenths' });
export type Fading = Type.Static<typeof Fading>;

/** The measurement that a certificate rests on. */
export const Bank = Type.Object(
  {
    number: Type.Integer({ description: 'Version of the bank' }),
    items: Type.Integer({ description: 'Items in it that count' }),
    awaiting: Type.Integer({ description: 'Of these, the ones that no reviewer of this city had passed' }),
    calibrated: Type.Integer({ description: 'Of these, the ones with parameters found from answers' }),
    cutsVerified: Type.Boolean({ description: 'Whether a panel of this city had set where the levels begin' }),
  },
  closed,
);
export type Bank = Type.Static<typeof Bank>;

/** What was measured, as it stood when the certificate was issued. */
export const Measures = Type.Object({ overall: Measured, areas: Type.Array(Measured, { description: 'Areas 1 to 5' }) }, closed);
export type Measures = Type.Static<typeof Measures>;

/** A link that shows the holder's name. */
export const Share = Type.Object(
  {
    id: Type.String({ description: 'Link' }),
    href: Type.String({ description: 'Address to hand on' }),
    createdAt: Type.String({ description: 'Moment, ISO 8601' }),
  },
  closed,
);

/** A certificate as its holder sees it. */
export const OwnCertificate = Type.Object(
  {
    id: Type.String({ description: 'Certificate' }),
    kind: Kind,
    code: Type.String({ description: 'Code of the check page' }),
    checkHref: Type.String({ description: 'Address of the check page, without name' }),
    level: Type.Integer({ description: 'Level certified: 1 basic, 2 intermediate, 3 advanced' }),
    measured: Measures,
    bank: Bank,
    satDay: Type.String({ description: 'Day of the sitting' }),
    issuedDay: Type.String({ description: 'Day of issue' }),
    lapsesOn: Type.String({ description: 'First day on which it no longer holds if nothing more is answered' }),
    state: OwnState,
    revokedReason: Type.Union([Type.String(), Type.Null()], { description: 'Why it was revoked' }),
    outcomes: Type.Array(
      Type.Object(
        {
          competence: Type.String({ description: 'Code of the competence' }),
          fading: Fading,
          firmUntil: Type.String({ description: 'First day on which it should be refreshed' }),
          probed: Type.Integer({ description: 'Times it was asked again' }),
        },
        closed,
      ),
      { description: 'Competences that the sitting asked, those that fade first in front; empty for an attestation' },
    ),
    shares: Type.Array(Share, { description: 'Links that show the name' }),
  },
  closed,
);
export type OwnCertificate = Type.Static<typeof OwnCertificate>;

/** A sitting that can still be certified. */
export const Certifiable = Type.Object(
  {
    sittingId: Type.String({ description: 'Sitting' }),
    kind: Kind,
    level: Type.Integer({ description: 'Level that would be certified' }),
    satDay: Type.String({ description: 'Day of the sitting' }),
    until: Type.String({ description: 'Last day for it' }),
  },
  closed,
);
export type Certifiable = Type.Static<typeof Certifiable>;

/** What the check page says of a certificate. */
export const Checked = Type.Object(
  {
    code: Type.String({ description: 'Code of the certificate' }),
    kind: Kind,
    level: Type.Integer({ description: 'Level certified: 1 basic, 2 intermediate, 3 advanced' }),
    satDay: Type.String({ description: 'Day of the sitting' }),
    issuedDay: Type.String({ description: 'Day of issue' }),
    state: PublicState,
    standardError: Type.Number({ description: 'Standard error of the ability over all' }),
    bank: Bank,
    name: Type.Union([Type.String(), Type.Null()], { description: 'Name of the holder, when the link carries it' }),
    sameName: Type.Union([Type.Boolean(), Type.Null()], { description: 'Whether the name asked about is the holder’s; null when none was asked about' }),
  },
  closed,
);
export type Checked = Type.Static<typeof Checked>;

/** A line of the officer's list. */
export const IssuedLine = Type.Object(
  {
    id: Type.String({ description: 'Certificate' }),
    personId: Type.String({ description: 'Person' }),
    name: Type.String({ description: 'Name' }),
    unitName: Type.String({ description: 'Unit in which it was issued' }),
    kind: Kind,
    level: Type.Integer({ description: 'Level certified' }),
    levelNow: Type.Integer({ description: 'Level that the sitting certifies now; another one when it was measured again after an item had been neutralised' }),
    issuedDay: Type.String({ description: 'Day of issue' }),
    state: PublicState,
    revokedReason: Type.Union([Type.String(), Type.Null()], { description: 'Why it was revoked' }),
  },
  closed,
);
export type IssuedLine = Type.Static<typeof IssuedLine>;

/** A passed certification that awaits its certificate. */
export const AwaitingLine = Type.Object(
  {
    sittingId: Type.String({ description: 'Sitting' }),
    personId: Type.String({ description: 'Person' }),
    name: Type.String({ description: 'Name' }),
    unitName: Type.String({ description: 'Unit of the main post when it began' }),
    level: Type.Integer({ description: 'Level that would be certified' }),
    satDay: Type.String({ description: 'Day of the sitting' }),
  },
  closed,
);
export type AwaitingLine = Type.Static<typeof AwaitingLine>;
