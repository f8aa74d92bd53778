import type { Ctx } from '#kernel/operation/index.ts';
import { BADGES, CREDENTIALS, EXTENSIONS } from './contexts.ts';
import { identityHash, SCHEMA } from './credential.ts';
import { issuerProfile, signed } from './issuer.ts';
import type { JsonObject } from './proof.ts';

/** Something that another module certifies of a person; days in the city. */
export type Completion = {
  /** Address of the public page on which it can be checked. */
  page: string;
  kind: 'Course' | 'LearningProgram';
  title: string;
  description: string;
  criteria: string;
  name: string;
  salt: string;
  doneOn: string;
  /** First day on which it no longer holds; null: it holds for good. */
  until: string | null;
  hours: number;
};

/**
 * A completed course or curriculum as a signed Open Badge 3.0, by the key that signs certificates. The name stands in it as a salted hash only. Such a badge is not in a
 * list of revoked ones: its page says whether it holds.
 */
export async function signCompletion(ctx: Ctx, given: Completion): Promise<JsonObject> {
  const day = (text: string): string => `${text}T00:00:00+07:00`;
  return signed(ctx, {
    '@context': [CREDENTIALS, BADGES, EXTENSIONS],
    id: given.page,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: given.title,
    description: given.description,
    issuer: await issuerProfile(ctx),
    awardedDate: day(given.doneOn),
    validFrom: ctx.now.round('second').toString(),
    ...(given.until === null ? {} : { validUntil: day(given.until) }),
    credentialSubject: {
      type: ['AchievementSubject'],
      activityEndDate: day(given.doneOn),
      creditsEarned: given.hours,
      identifier: [{ type: 'IdentityObject', hashed: true, identityHash: identityHash(given.name, given.salt), identityType: 'name', salt: given.salt }],
      achievement: {
        id: `${given.page}#achievement`,
        type: ['Achievement'],
        achievementType: given.kind,
        name: given.title,
        description: given.description,
        criteria: { id: given.page, narrative: given.criteria },
        inLanguage: ctx.locale,
      },
    },
    credentialSchema: [{ id: SCHEMA, type: '1EdTechJsonSchemaValidator2019' }],
  });
}
