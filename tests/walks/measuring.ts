import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { all, one, sql } from '#base/db/index.ts';
import { SAMPLES } from '#modules/skills/bank/testing.ts';
import { app, personIn, visit } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

const PHONE = { viewport: { width: 360, height: 740 }, javaScriptEnabled: false };
/** One question of each kind that the editor of messages offers. */
const KINDS = ['single', 'multiple', 'order', 'match', 'short', 'hot-text'] as const;

/** A measuring of what people know: begun by the officer, answered by whom it asks. */
export function walkMeasuring(): void {
  describe('measuring', () => {
    test('a wave with a question of every kind is begun, sent empty, put right and answered on a phone without JavaScript', { timeout: 60_000 }, answerWave);
  });
}

async function answerWave(): Promise<void> {
  const { campaignId, messageId } = await campaignOf(personIn('official').personId);
  const given = await askEveryKind(messageId);
  try {
    const officer = await visit('programme-officer');
    await officer.goto(`/campaigns/${campaignId}/effect`);
    await officer.locator('select[name=kind]').selectOption('between');
    await officer.locator('#sharePercent').fill('100');
    await press(officer, t('campaigns-effect.begin-go'));
    await expectSound(officer);
    const page = await visit('official', PHONE);
    await page.goto('/understand');
    await page.locator('a[href^="/understand/waves/"]').last().click();
    await expectSound(await opened(page.url()));
    await press(page, t('campaigns-effect.send'));
    const summary = page.locator('[aria-labelledby=error-summary] a');
    // Six questions and six sentences, each named by its own words.
    expect(await summary.count()).toBe(12);
    expect((await summary.allInnerTexts()).join('\n')).toContain(SAMPLES.match.text.vi.prompt.replace(/\.$/, ''));
    await answerAll(page);
    await page.locator(`select[name$=".a"]`).selectOption('1');
    await page.locator(`select[name$=".b"]`).selectOption('1');
    await press(page, t('campaigns-effect.send'));
    expect(await words(page)).toContain(t('skills.open-twice'));
    await page.locator(`select[name$=".b"]`).selectOption('2');
    await press(page, t('campaigns-effect.send'));
    expect(await words(page)).toContain(t('campaigns-effect.kept'));
    expect(
      await one(
        app.database.db,
        sql`select count(*) as n from campaigns.wave_answer as own join campaigns.wave on wave.id = own.wave_id where wave.campaign_id = ${campaignId} and own.answered_at is not null`,
      ),
    ).toEqual({ n: 1 });
  } finally {
    await restore(messageId, given);
  }
}

/** The same page with JavaScript, for axe. */
async function opened(url: string): Promise<Page> {
  const page = await visit('official');
  await page.goto(url);
  return page;
}

/** Chooses something everywhere: the second of each choice, the last place of each step, a word. */
async function answerAll(page: Page): Promise<void> {
  const names = await page.locator('main form input[type=radio]').evaluateAll((found) => [...new Set(found.map((input) => input.getAttribute('name') ?? ''))]);
  for (const name of names) await page.locator(`input[name="${name}"]`).nth(1).check();
  for (const box of await page.locator('main form input[type=checkbox]').all()) await box.check();
  for (const [at, list] of (await page.locator('main form select').all()).entries()) await list.selectOption({ index: 1 + (at % 2) });
  await page.locator(`select[name$=".c"]`).selectOption('3');
  await page.locator('main form input[type=text]').fill('Thùng rác');
}

/** A running campaign that asks a person and has not been measured, with its first message. */
async function campaignOf(personId: string): Promise<{ campaignId: string; messageId: string }> {
  const row = await one(
    app.database.db,
    sql<{ campaignId: string; messageId: string }>`
    select line.campaign_id as "campaignId", asked.message_id as "messageId"
    from campaigns.line
    join campaigns.campaign on campaign.id = line.campaign_id
    join campaigns.campaign_message as asked on asked.campaign_id = line.campaign_id
    where line.person_id = ${personId}
      and campaign.state = 'running'
      and line.state not in ('excused', 'left')
      and not exists (select 1 from campaigns.wave where wave.campaign_id = campaign.id)
      and (select count(*) from campaigns.campaign_message as every where every.campaign_id = campaign.id) = 1
    order by line.id
    limit 1`,
  );
  if (row === undefined) throw new Error('no campaign to be measured');
  return row;
}

/** Lets a message be asked by one question of each kind; gives ids and versions of those that were asked before. */
async function askEveryKind(messageId: string): Promise<string[]> {
  const before = await all(
    app.database.owner,
    sql<{ id: string }>`update campaigns.item set state = 'retired' where message_id = ${messageId} and state = 'live' returning item_id || ' ' || item_version as id`,
  );
  for (const kind of KINDS) {
    const { id, key, text } = SAMPLES[kind];
    const own = id.slice('1.1-'.length);
    const body = JSON.stringify({ id: own, family: own, kind, key, text });
    await all(
      app.database.owner,
      sql`insert into campaigns.item (message_id, item_id, item_version, family, state, body) values (${messageId}, ${own}, 1, ${own}, 'live', ${body})`,
    );
  }
  return before.map(({ id }) => id);
}

async function restore(messageId: string, given: string[]): Promise<void> {
  await all(
    app.database.owner,
    sql`update campaigns.item set state = case when item_id || ' ' || item_version = any(${given}::text[]) then 'live' else 'retired' end where message_id = ${messageId} and state <> 'draft'`,
  );
}
