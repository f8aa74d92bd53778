import { expect, test } from 'vitest';
import { JAVASCRIPT, personIn, visit } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

const WHY = 'Chuẩn bị lớp bồi dưỡng tháng 12';

/** Whoever opens a record says why, and the person reads it. */
export function walkRecord(): void {
  test.each(JAVASCRIPT)('a record opens for a reason that its person reads, JavaScript %s', async (javaScriptEnabled) => {
    const why = `${WHY} (${javaScriptEnabled ? 'có' : 'không có'} JavaScript)`;
    const looked = personIn('official');
    const head = await visit('head-of-unit', { javaScriptEnabled });
    await head.goto(`/people/${looked.personId}`);
    expect(new URL(head.url()).pathname).toBe('/purpose');
    await press(head, t('people.purpose-button'));
    expect(await words(head)).toContain(t('people.purpose-choose'));
    await head.getByLabel(t('people.purpose-training')).check();
    await head.getByLabel(t('people.purpose-words')).fill(why);
    await press(head, t('people.purpose-button'));
    expect(new URL(head.url()).pathname).toBe(`/people/${looked.personId}`);
    expect(await words(head)).toContain(looked.name);
    await expectSound(head);

    const official = await visit('official', { javaScriptEnabled });
    await official.goto('/');
    const today = await words(official);
    expect(today).toContain(personIn('head-of-unit').name);
    expect(today).toContain(why);
    await official.goto('/me/looks');
    expect(await words(official)).toContain(why);
  });

  test('a record of another unit stays closed, whatever the reason', async () => {
    const head = await visit('head-of-unit');
    const answer = await head.goto(`/people/${personIn('clerk').personId}`);
    expect(answer?.status()).toBe(403);
    expect(await words(head)).not.toContain(personIn('clerk').name);
  });
}
