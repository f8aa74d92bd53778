import { createHash } from 'node:crypto';
import type { Translate } from '#base/text/index.ts';
import { AREAS } from '../areas.ts';
import type { Stored } from '../store.ts';
import { BADGES, CREDENTIALS, EXTENSIONS } from './contexts.ts';
import type { JsonObject } from './proof.ts';

/** The JSON Schema that Open Badges 3.0 names for its credentials. */
export const SCHEMA = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json';

/** What a badge says besides its certificate. */
export type BadgeContext = {
  issuer: JsonObject;
  /** Address of a page below `/certificates`. */
  page: (path?: string) => string;
  framework: { title: string; page: string };
  areaName: (area: string) => string;
  t: Translate;
  number: (n: number) => string;
  at: Temporal.Instant;
};

/**
 * A certificate as an Open Badge 3.0, unsigned. The holder’s name stands in it only as a salted hash: who knows the name can confirm it, and nobody can read it out. The same id
 * with a later `validFrom` takes the place of the earlier one, so a refreshed certificate is simply downloaded again.
 */
export function credentialOf(certificate: Stored, said: BadgeContext): JsonObject {
  const { page, t, at } = said;
  const title = t(`skills-certificates.kind-${certificate.kind}`);
  return {
    '@context': [CREDENTIALS, BADGES, EXTENSIONS],
    id: page(`/${certificate.code}`),
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: title,
    description: t(`skills-certificates.about-${certificate.kind}`),
    issuer: said.issuer,
    awardedDate: moment(Temporal.Instant.fromEpochMilliseconds(certificate.issuedAt.getTime())),
    validFrom: moment(at),
    // The city is seven hours ahead of UTC the year round.
    validUntil: `${certificate.lapsesOn}T00:00:00+07:00`,
    credentialSubject: {
      type: ['AchievementSubject'],
      activityEndDate: `${certificate.satDay}T00:00:00+07:00`,
      identifier: [{ type: 'IdentityObject', hashed: true, identityHash: identityHash(certificate.name, certificate.salt), identityType: 'name', salt: certificate.salt }],
      achievement: achievementOf(certificate, said, title),
      result: resultsOf(certificate, said),
    },
    evidence: [{ type: ['Evidence'], name: t('skills-certificates.bank', { number: certificate.bank.number }), description: bankWords(certificate, t) }],
    credentialStatus: statusEntry(certificate, page),
    credentialSchema: [{ id: SCHEMA, type: '1EdTechJsonSchemaValidator2019' }],
  };
}

function achievementOf(certificate: Stored, { page, t, framework, areaName }: BadgeContext, title: string): JsonObject {
  const result = (area: string, name: string, resultType: string, more: JsonObject = {}): JsonObject => ({
    id: page(`#result-${area}`),
    type: ['ResultDescription'],
    name,
    resultType,
    ...more,
  });
  const levels = { allowedValue: [0, 1, 2, 3].map((level) => t(`skills-certificates.level-${level}`)) };
  return {
    id: page(`#${certificate.kind}-${certificate.level}`),
    type: ['Achievement'],
    achievementType: certificate.kind === 'certification' ? 'Certification' : 'Assessment',
    name: `${title}: ${t(`skills-certificates.level-${certificate.level}`)}`,
    description: t(`skills-certificates.about-${certificate.kind}`),
    criteria: { id: page(), narrative: t(`skills-certificates.criteria-${certificate.kind}`) },
    inLanguage: 'vi',
    alignment: [{ type: ['Alignment'], targetName: framework.title, targetUrl: framework.page, targetFramework: framework.title }],
    resultDescription: [
      result('all', t('skills-certificates.overall'), 'PerformanceLevel', levels),
      ...AREAS.map((area) => result(area, areaName(area), 'PerformanceLevel', levels)),
      result('error', t('skills-certificates.standard-error'), 'ScaledScore'),
    ],
  };
}

function resultsOf({ level, measured }: Stored, { page, t, number }: BadgeContext): JsonObject[] {
  const result = (area: string, value: string): JsonObject => ({ type: ['Result'], resultDescription: page(`#result-${area}`), value });
  return [
    result('all', t(`skills-certificates.level-${level}`)),
    ...measured.areas.map((area) => result(area.area, t(`skills-certificates.level-${area.level}`))),
    result('error', number(measured.overall.standardError)),
  ];
}

/** What there is to know of the bank: whether reviewers and a panel of the city stand behind it. */
export function bankWords({ bank }: Pick<Stored, 'bank'>, t: Translate): string {
  const { items, awaiting, cutsVerified } = bank;
  return [
    awaiting === 0 ? t('skills-certificates.bank-reviewed', { items }) : t('skills-certificates.bank-awaiting', { items, awaiting }),
    ...(cutsVerified ? [] : [t('skills-certificates.cuts-unverified')]),
  ].join(' ');
}

function statusEntry({ statusList, statusPlace }: Stored, page: BadgeContext['page']): JsonObject {
  const list = page(`/status/${statusList}`);
  return { id: `${list}#${statusPlace}`, type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: String(statusPlace), statusListCredential: list };
}

/** A status list as a credential, unsigned (W3C Bitstring Status List 1.0). It may be kept for five minutes. */
export function statusListCredential(list: number, encodedList: string, { issuer, page, at }: { issuer: string; page: BadgeContext['page']; at: Temporal.Instant }): JsonObject {
  const id = page(`/status/${list}`);
  return {
    '@context': [CREDENTIALS],
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom: moment(at),
    validUntil: moment(at.add({ hours: 24 })),
    credentialSubject: { id: `${id}#list`, type: 'BitstringStatusList', statusPurpose: 'revocation', encodedList, ttl: 300_000 },
  };
}

/** The hash under which a name stands in a badge (Open Badges 3.0, IdentityObject). */
export function identityHash(name: string, salt: string): string {
  return `sha256$${createHash('sha256')
    .update(name + salt, 'utf8')
    .digest('hex')}`;
}

function moment(at: Temporal.Instant): string {
  return at.round('second').toString();
}
