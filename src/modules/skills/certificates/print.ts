import { renderSVG } from 'uqr';
import { formatDate } from '#base/text/index.ts';
import { typeset } from '#base/typeset/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getRoot } from '#kernel/org/index.ts';
import type { Measured } from '../sittings/index.ts';
import { bankWords } from './badge/credential.ts';
import { pageOf } from './badge/issuer.ts';
import { shownCode } from './code.ts';
import { exactness } from './rules.ts';
import type { Stored } from './store.ts';
import { wordsFor } from './words.ts';

/** Ends of the scale that is drawn, in logits. */
const SCALE = { from: -3, to: 3 };

/** A certificate as a tagged PDF of one page, in the asker’s language. */
export async function printCertificate(ctx: Pick<Ctx, 'db' | 'services' | 'locale' | 'today'>, certificate: Stored): Promise<Uint8Array> {
  const data = await sheetOf(ctx, certificate);
  const at = Temporal.Instant.fromEpochMilliseconds(certificate.issuedAt.getTime());
  return (await typeset(ctx.services.root, { template: 'certificate', data, at })).bytes;
}

async function sheetOf(ctx: Pick<Ctx, 'db' | 'services' | 'locale' | 'today'>, certificate: Stored) {
  const { t, number, framework, partName } = wordsFor(ctx);
  const { kind, level, measured, code, name } = certificate;
  const day = (value: string) => formatDate(value, ctx.locale);
  const address = pageOf(ctx, `/${code}`);
  const root = await getRoot(ctx.db, ctx.today);
  const line = (one: Measured) => ({
    name: partName(one.area),
    level: t(`skills-certificates.level-${one.level}`),
    sure: t(`skills-certificates.certainty-${one.certainty}`),
    ...bandOf(one),
  });
  return {
    lang: ctx.locale,
    kind,
    title: t(`skills-certificates.kind-${kind}`),
    issuer: ctx.locale === 'en' ? root.nameEn : root.nameVi,
    statement: t(`skills-certificates.statement-${kind}`),
    name,
    level: t(`skills-certificates.level-${level}`),
    levelLabel: t('skills-certificates.level-label'),
    levelAbout: t(`skills-certificates.level-${level}-about`),
    areasTitle: t('skills-certificates.by-area'),
    columns: [t('skills-certificates.area'), t('skills-certificates.level-label'), t('skills-certificates.certainty'), t('skills-certificates.where')],
    areas: measured.areas.map(line),
    areasNote: t(`skills-certificates.areas-note-${kind}`),
    rows: rowsOf(certificate, { t, number, framework, day }),
    demo: ctx.services.demo ? t('skills-certificates.demo') : '',
    note: t(`skills-certificates.note-${kind}`),
    check: t('skills-certificates.check-hint'),
    qr: renderSVG(address, { border: 0, ecc: 'M' }),
    qrAlt: t('skills-certificates.qr-alt', { address }),
    address,
    codeLabel: t('skills-certificates.code'),
    code: shownCode(code),
  };
}

/** What stands below the areas, as label and words. */
function rowsOf(
  certificate: Stored,
  { t, number, framework, day }: Pick<ReturnType<typeof wordsFor>, 't' | 'number' | 'framework'> & { day: (value: string) => string },
): [string, string][] {
  const { kind, satDay, issuedDay, lapsesOn, bank, measured } = certificate;
  const error = measured.overall.standardError;
  return [
    [t('skills-certificates.framework'), framework],
    [t('skills-certificates.sat-day'), day(satDay)],
    [t('skills-certificates.issued-day'), day(issuedDay)],
    [t('skills-certificates.validity'), t(`skills-certificates.validity-${kind}`, { day: day(lapsesOn) })],
    [t('skills-certificates.standard-error'), t(`skills-certificates.exactness-${exactness(error)}`, { error: number(error) })],
    [t('skills-certificates.bank-label'), `${t('skills-certificates.bank', { number: bank.number })}. ${bankWords(certificate, t)}`],
  ];
}

/** Where the 95 % interval and the estimate lie on the drawn scale, 0 to 1. */
function bandOf({ theta, from, to }: Measured) {
  const at = (value: number) => Math.min(1, Math.max(0, (value - SCALE.from) / (SCALE.to - SCALE.from)));
  return { from: at(from), to: at(to), at: at(theta) };
}
