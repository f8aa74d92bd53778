import { expect } from 'vitest';
import { all, one, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { skills, type Answer } from '#modules/skills/index.ts';
import { rightAnswer, SAMPLES } from '#modules/skills/bank/testing.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { addItems } from '../messages/store.ts';
import { answerWave, campaigns, listOwnWaves, openWave, readWave, shippedId } from '../index.ts';
import { office, plan } from '../testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);
const data = shippedId('message', 'du-lieu-ca-nhan');
const EVERY_KIND = Object.values(SAMPLES);
const short = (id: string): string => id.slice('1.1-'.length);

/** A campaign whose messages ask items of every kind, and a wave that asks everybody. */
async function measured(tx: Parameters<typeof office>[0], kind: 'baseline' | 'renewal' = 'baseline') {
  const made = await office(tx);
  const { town, writer, as, start } = made;
  const { id } = await start({ messages: [plan, data] });
  if (kind === 'renewal') await all(tx, sql`update campaigns.line set state = 'understood', understood_on = current_date, ended_on = current_date where campaign_id = ${id}`);
  const binh = () => as(town.binh, 'official', town.inner);
  const ask = async (items = EVERY_KIND) => {
    await all(tx, sql`update campaigns.item set state = 'retired' where message_id = ${plan}`);
    const own = items.map(({ kind: of, tool, key, text, id: name }) => ({ id: short(name), family: short(name), kind: of, key, text, ...(tool === undefined ? {} : { tool }) }));
    await addItems(tx, plan, own, 'live', null);
  };
  const { waveId } = await perform(openWave, writer(), { id, kind, days: 7, sharePercent: 100 });
  const kept = () =>
    one(
      tx,
      sql<{ knowledge: number; attitude: number | null; understood: boolean }>`
      select own.knowledge, own.attitude, own.understood
      from campaigns.wave_answer as own
      join campaigns.line on line.id = own.line_id
      where own.wave_id = ${waveId} and line.person_id = ${town.binh}`,
    );
  const keyOf = async (question: string): Promise<string[]> =>
    (await one(tx, sql<{ key: string[] }>`select body::jsonb -> 'key' as key from campaigns.item where message_id = ${data} and item_id = ${short(question)}`))?.key ?? [];
  return { ...made, id, waveId, binh, ask, kept, keyOf };
}

const sample = (question: string) => EVERY_KIND.find(({ id }) => id === question);

rolledBack('a wave asks items of every kind, from each message in turn, and marks them as a sitting does', async (tx) => {
  const { waveId, binh, ask, kept, keyOf } = await measured(tx);
  await ask();
  const { items, statements } = await perform(readWave, binh(), { id: waveId });
  expect(items).toHaveLength(6);
  expect(items.map(({ id }) => sample(id) !== undefined)).toEqual([true, false, true, false, true, false]);
  const levels = Object.fromEntries(statements.map(({ id }) => [id, 4]));
  const answers = await Promise.all(
    items.map(async ({ id }): Promise<{ question: string; answer: Answer }> => {
      const item = sample(id);
      if (item !== undefined) return { question: id, answer: rightAnswer(item) };
      return { question: id, answer: { answer: await keyOf(id) } };
    }),
  );
  await perform(answerWave, binh(), { id: waveId, answers, statements: levels });
  expect(await kept()).toMatchObject({ knowledge: 1, understood: true });
  expect(await perform(listOwnWaves, binh(), {})).toEqual([]);
  await expect(perform(answerWave, binh(), { id: waveId, answers, statements: levels })).rejects.toMatchObject({ kind: 'missing' });
});

rolledBack('an item of each kind counts when its answer is right', async (tx) => {
  const { waveId, binh, ask, kept, keyOf } = await measured(tx);
  for (const item of EVERY_KIND) {
    await ask([item]);
    const { items, statements } = await perform(readWave, binh(), { id: waveId });
    expect(items[0]).toMatchObject({ id: item.id, kind: item.kind });
    const answers = [{ question: item.id, answer: rightAnswer(item) }];
    for (const { id, options } of items.slice(1)) {
      const key = await keyOf(id);
      answers.push({ question: id, answer: { answer: [options.find((option) => !key.includes(option.id))?.id ?? ''] } });
    }
    await perform(answerWave, binh(), { id: waveId, answers, statements: Object.fromEntries(statements.map(({ id }) => [id, 3])) });
    expect((await kept())?.knowledge, item.kind).toBeCloseTo(1 / 6, 6);
    await all(tx, sql`update campaigns.wave_answer set answered_at = null where wave_id = ${waveId}`);
  }
});

rolledBack('what is open is said at its question and at its sentence, and nothing is kept', async (tx) => {
  const { waveId, binh, ask, kept } = await measured(tx);
  await ask(EVERY_KIND.filter(({ kind }) => kind === 'order'));
  const { items, statements } = await perform(readWave, binh(), { id: waveId });
  const [first, ...others] = items.map(({ id }) => ({ question: id, answer: {} }));
  const answers = [{ question: first?.question ?? '', answer: { a: ['1'], b: ['1'], c: ['2'] } }, ...others];
  const problem: unknown = await perform(answerWave, binh(), { id: waveId, answers, statements: {} }).catch((error: unknown) => error);
  expect(problem).toMatchObject({
    errors: [
      { at: '/q0-b', code: 'skills.open-twice' },
      { at: '/q0-a', code: 'skills.open-twice' },
      ...others.map((_, at) => ({ at: `/q${at + 1}-answer`, code: 'skills.open-empty' })),
      ...statements.map(({ id }) => ({ at: `/s-${id}`, code: 'campaigns-effect.statements-open' })),
    ],
  });
  expect(await kept()).toMatchObject({ knowledge: null });
});

rolledBack('an answer to a question that was replaced meanwhile is not marked by the new one', async (tx) => {
  const { waveId, binh, ask, kept } = await measured(tx);
  const { items } = await perform(readWave, binh(), { id: waveId });
  await ask();
  const answers = items.map(({ id }) => ({ question: id, answer: { answer: ['a'] } }));
  await expect(perform(answerWave, binh(), { id: waveId, answers, statements: {} })).rejects.toMatchObject({ kind: 'conflict', code: 'campaigns-effect.changed' });
  expect(await kept()).toMatchObject({ knowledge: null });
});

rolledBack('renewal asks no sentences; nobody answers for somebody else', async (tx) => {
  const { waveId, binh, town, as, kept } = await measured(tx, 'renewal');
  const { items, statements } = await perform(readWave, binh(), { id: waveId });
  expect(statements).toEqual([]);
  const answers = items.map(({ id, options }) => ({ question: id, answer: { answer: [options[0]?.id ?? ''] } }));
  await expect(perform(readWave, as(town.gone, 'official', town.city), { id: waveId })).rejects.toMatchObject({ kind: 'missing' });
  await perform(answerWave, binh(), { id: waveId, answers, statements: {} });
  expect(await kept()).toMatchObject({ attitude: null, knowledge: expect.any(Number) });
});
