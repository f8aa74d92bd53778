import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false };
const text = (description: string) => Type.String({ description });
const textOrNull = (description: string) => Type.Union([Type.String(), Type.Null()], { description });

/** One thing that was looked at: `good`, `bad`, or `unknown` when it could not be found out. `code` is the key of its sentence. */
const CheckSchema = Type.Object(
  {
    check: Type.Union(
      [
        Type.Literal('integrity'),
        Type.Literal('coverage'),
        Type.Literal('changes'),
        Type.Literal('certificate'),
        Type.Literal('chain'),
        Type.Literal('revocation'),
        Type.Literal('time'),
      ],
      { description: 'What was looked at' },
    ),
    outcome: Type.Union([Type.Literal('good'), Type.Literal('bad'), Type.Literal('unknown')], { description: 'unknown: it could not be found out' }),
    code: text('Key of the sentence that says so'),
    values: Type.Record(Type.String(), Type.String(), { description: 'What the sentence names' }),
  },
  closed,
);

const Verdict = (description: string) => Type.Union([Type.Literal('valid'), Type.Literal('doubtful'), Type.Literal('invalid')], { description });

/** What was found about one signature. */
const SignatureReportSchema = Type.Object(
  {
    number: Type.Integer({ description: 'Place in the order of signing, from 1' }),
    kind: Type.Union([Type.Literal('signature'), Type.Literal('stamp')], { description: 'stamp: a time stamp over the whole document' }),
    field: text('Name of the field in the PDF'),
    signer: textOrNull('Name in the certificate'),
    organisation: textOrNull('Organisation in the certificate'),
    issuer: textOrNull('Who issued the certificate'),
    serial: textOrNull('Serial number of the certificate, hexadecimal'),
    validUntil: textOrNull('Until when the certificate holds, ISO 8601'),
    reason: textOrNull('Reason, as the signer gave it'),
    location: textOrNull('Place, as the signer gave it'),
    claimedAt: textOrNull('Moment that the signer gave, ISO 8601'),
    stampedAt: textOrNull('Moment that a time stamp proves, ISO 8601'),
    level: Type.Union([Type.Literal('B-B'), Type.Literal('B-T'), Type.Literal('other')], { description: 'Level of PAdES; other: another kind of signature' }),
    test: Type.Boolean({ description: 'Whether the certificate is one of the test authority, without value in law' }),
    verdict: Verdict('valid: everything good; doubtful: unchanged, but something could not be found out; invalid: something is bad'),
    checks: Type.Array(CheckSchema, { description: 'What was looked at, with the outcome' }),
  },
  closed,
);

/** What was found about a PDF: its signatures in the order of signing. */
export const ReportSchema = Type.Object(
  {
    sha256: text('SHA-256 of the file, hexadecimal'),
    size: Type.Integer({ description: 'Bytes' }),
    verdict: Type.Union([Type.Literal('none'), Type.Literal('valid'), Type.Literal('doubtful'), Type.Literal('invalid')], {
      description: 'none: no signature; else the worst of its signatures',
    }),
    signatures: Type.Array(SignatureReportSchema, { description: 'In the order of signing' }),
  },
  closed,
);

/** What was found about a PDF. */
export type Report = Static<typeof ReportSchema>;
/** What was found about one signature. */
export type SignatureReport = Static<typeof SignatureReportSchema>;
/** One thing that was looked at. */
export type Check = Static<typeof CheckSchema>;

/** A check with the key of its sentence `sign.check.<code>`. */
export function check(what: Check['check'], outcome: Check['outcome'], code: string, values: Record<string, string> = {}): Check {
  return { check: what, outcome, code: `sign.check.${code}`, values };
}

/** The worst of the outcomes: one bad makes invalid, one unknown makes doubtful. */
export function verdictOf(checks: Check[]): 'valid' | 'doubtful' | 'invalid' {
  if (checks.some(({ outcome }) => outcome === 'bad')) return 'invalid';
  return checks.some(({ outcome }) => outcome === 'unknown') ? 'doubtful' : 'valid';
}
