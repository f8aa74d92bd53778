import type { Translate } from '#base/text/catalogue.ts';

/** Labels of the fields of `SignForm`, for the summary of errors. */
export function fieldLabels(t: Translate): Record<string, string> {
  return {
    reason: t('sign.reason'),
    location: t('sign.location'),
    transport: t('sign.transport'),
    pkcs12: t('sign.pkcs12'),
    pkcs12Password: t('sign.pkcs12-password-label'),
    account: t('sign.account'),
    pin: t('sign.pin'),
    current: t('sign.current'),
  };
}
