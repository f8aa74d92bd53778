import { describe, expect, test } from 'vitest';
import { readMailConfig } from './index.ts';

describe('configuration', () => {
  test.each([
    [{}, undefined],
    [
      { KHUE_SMTP_URL: 'smtp://mail:25', KHUE_MAIL_FROM: 'a@b.vn' },
      { smtpUrl: 'smtp://mail:25', from: 'a@b.vn' },
    ],
  ])('%j', (env, expected) => expect(readMailConfig(env)).toEqual(expected));

  test.each([{ KHUE_SMTP_URL: 'smtp://mail:25' }, { KHUE_SMTP_URL: 'mail', KHUE_MAIL_FROM: 'a@b.vn' }, { KHUE_SMTP_URL: 'smtp://mail', KHUE_MAIL_FROM: 'a' }])(
    'refused: %j',
    (env) => expect(() => readMailConfig(env)).toThrow(/KHUE_/),
  );
});
