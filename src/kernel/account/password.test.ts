import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPassword, readAccountConfig } from './index.ts';

const OWN = ['Nguyễn Thị Minh Hạnh', 'CB00123', 'hanh.ntm'];

describe('which passwords do', () => {
  test.each([
    'sông Hồng mùa nước nổi',
    'correct horse battery staple',
    'ba con voi qua cầu',
    'tr0ng đầm gì đẹp bằng sen',
    'xK9#mQ2$vL7p',
    'zebra kayak violin',
    '            của tôi lạ',
    '🐘🐘🐘 voi Bản Đôn 🐘',
  ])('%s does', (password) => expect(() => checkPassword(password, OWN)).not.toThrow());

  test.each([
    ['short', 'account.password-short'],
    ['ngắn quá đi', 'account.password-short'],
    ['x'.repeat(129), 'account.password-long'],
    ['password1234', 'account.password-common'],
    ['P@ssw0rd2026', 'account.password-common'],
    ['passwordpassword', 'account.password-common'],
    ['iloveyou12345', 'account.password-common'],
    ['123456789012', 'account.password-common'],
    ['qwertyuiop123', 'account.password-common'],
    ['aaaaaaaaaaaa', 'account.password-common'],
    ['abcdefghijkl', 'account.password-common'],
    ['MậtKhẩu123456', 'account.password-common'],
    ['Hà Nội 123456', 'account.password-common'],
    ['hanoi@vietnam2026', 'account.password-common'],
    ['anhyeuem123456', 'account.password-common'],
    ['Welcome@2026!!', 'account.password-common'],
    ['manchester united', 'account.password-common'],
    ['admin admin 12', 'account.password-common'],
    ['hoa cb00123 sen', 'account.password-own'],
    ['NguyễnThịMinhHạnh1', 'account.password-own'],
    ['hanh.ntm và hoa sen', 'account.password-own'],
    ['Minh Hạnh 1985', 'account.password-common'],
    ['hanhhanhhanh2026', 'account.password-common'],
  ])('%s does not: %s', (password, code) => expect(() => checkPassword(password, OWN)).toThrow(expect.objectContaining({ code })));

  test('length is counted in characters as people see them, up to 128 and from 12 on, however they are written', () => {
    const twelve = 'ệ ộ ậ ữ ở ẳ '.normalize('NFD');
    expect(() => checkPassword(twelve, [])).not.toThrow();
    expect(() => checkPassword(twelve.slice(0, -1), [])).toThrow('account.password-short');
    expect(() => checkPassword('kayak violin zebra '.repeat(7).slice(0, 128), [])).not.toThrow();
  });
});

describe('configuration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'khue-secret-'));

  test('a secret is made once, readable by its owner only', () => {
    const first = readAccountConfig(folder, {});
    expect(first.secret.length).toBeGreaterThanOrEqual(43);
    expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
    expect(readAccountConfig(folder, {}).secret).toBe(first.secret);
    expect(readFileSync(join(folder, 'secret'), 'utf8')).toBe(first.secret);
    expect(readAccountConfig(folder, { KHUE_SECRET: 'x'.repeat(32) }).secret).toBe('x'.repeat(32));
    writeFileSync(join(folder, 'secret'), 'cut');
    expect(() => readAccountConfig(folder, {})).toThrow(/damaged/);
    rmSync(folder, { recursive: true });
  });

  test.each([
    { KHUE_SECRET: 'short' },
    { KHUE_SIGN_IN_FAILURES: 'many' },
    { KHUE_OIDC_ISSUER: 'https://sso.example' },
    { KHUE_OIDC_ISSUER: 'sso', KHUE_OIDC_CLIENT_ID: 'a', KHUE_OIDC_CLIENT_SECRET: 'b' },
  ])('refused: %j', (env) => expect(() => readAccountConfig(tmpdir(), { KHUE_SECRET: 'x'.repeat(32), ...env })).toThrow(/KHUE_/));

  test('the single sign-on is read from the environment', () => {
    const env = { KHUE_SECRET: 'x'.repeat(32), KHUE_OIDC_ISSUER: 'https://sso.example/', KHUE_OIDC_CLIENT_ID: 'khue', KHUE_OIDC_CLIENT_SECRET: 's' };
    expect(readAccountConfig(tmpdir(), env).oidc).toEqual({ issuer: 'https://sso.example', clientId: 'khue', clientSecret: 's', name: 'sso.example', staffCodeClaim: undefined });
    expect(readAccountConfig(tmpdir(), { KHUE_SECRET: 'x'.repeat(32) }).oidc).toBeUndefined();
  });
});
