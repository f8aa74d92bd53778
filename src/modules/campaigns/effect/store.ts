import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';

/** The kinds of measuring wave. */
export const WAVE_KINDS = ['baseline', 'between', 'endline', 'renewal'] as const;
export type WaveKind = (typeof WAVE_KINDS)[number];

/** A wave as it is kept. */
export type Wave = { id: string; campaignId: string; kind: WaveKind; opens: Day; closes: Day; share: number; seed: string; drawn: number };

const columns = sql`wave.id, wave.campaign_id as "campaignId", wave.kind, wave.opens, wave.closes, wave.share, wave.seed, wave.drawn`;

/** The waves of a campaign, oldest first. */
export async function listWaves(db: Db, campaignId: string): Promise<Wave[]> {
  return all(db, sql<Wave>`select ${columns} from campaigns.wave where wave.campaign_id = ${campaignId} order by wave.opens, wave.id`);
}

/** Keeps a wave and the people drawn for it. Lines are drawn by the hash of seed and id; renewal draws among those who have understood. Returns how many. */
export async function addWave(db: Db, wave: Omit<Wave, 'drawn'>, today: Day, createdBy: string | null): Promise<number> {
  await all(
    db,
    sql`
    insert into campaigns.wave (id, campaign_id, kind, opens, closes, share, seed, created_by)
    values (${wave.id}, ${wave.campaignId}, ${wave.kind}, ${wave.opens}, ${wave.closes}, ${wave.share}, ${wave.seed}, ${createdBy})`,
  );
  const row = await one(
    db,
    sql<{ n: number }>`
    with drawn as (
      insert into campaigns.wave_answer (wave_id, line_id, unit_id, step, told)
      select ${wave.id}::uuid, line.id, coalesce(step.unit_id, campaign.unit_id), coalesce(step.step, 1), coalesce(step.opens, campaign.starts) <= ${wave.opens}::date
      from campaigns.line
      join campaigns.campaign on campaign.id = line.campaign_id
      left join kernel.unit_ancestor as above
        on above.unit_id = line.unit_id
        and above.valid_from <= ${today}
        and above.valid_to > ${today}
        and above.ancestor_id in (select known.unit_id from campaigns.campaign_step as known where known.campaign_id = line.campaign_id)
      left join campaigns.campaign_step as step
        on step.campaign_id = line.campaign_id
        and step.unit_id = above.ancestor_id
      where line.campaign_id = ${wave.campaignId}
        and line.state not in ('excused', 'left')
        and (${wave.kind !== 'renewal'}::boolean or line.state = 'understood')
        and ('x' || substr(encode(sha256(convert_to(${wave.seed} || ' ' || line.id::text, 'UTF8')), 'hex'), 1, 12))::bit(48)::bigint < (${wave.share}::numeric * 281474976710656)::bigint
      on conflict (wave_id, line_id) do nothing
      returning wave_answer.line_id
    )
    select count(*) as n
    from drawn`,
  );
  await all(db, sql`update campaigns.wave set drawn = ${row?.n ?? 0} where wave.id = ${wave.id}`);
  return row?.n ?? 0;
}

/** The waves that ask a person on a day, with the line. */
export async function listOwnWaves(
  db: Db,
  personId: string,
  today: Day,
): Promise<{ waveId: string; lineId: string; campaignId: string; kind: WaveKind; closes: Day; titleVi: string; titleEn: string }[]> {
  return all(
    db,
    sql<{ waveId: string; lineId: string; campaignId: string; kind: WaveKind; closes: Day; titleVi: string; titleEn: string }>`
    select wave.id as "waveId", line.id as "lineId", line.campaign_id as "campaignId", wave.kind, wave.closes, campaign.title_vi as "titleVi", campaign.title_en as "titleEn"
    from campaigns.line
    join campaigns.wave_answer as own on own.line_id = line.id
    join campaigns.wave on wave.id = own.wave_id
    join campaigns.campaign on campaign.id = wave.campaign_id
    where line.person_id = ${personId}
      and own.answered_at is null
      and wave.opens <= ${today}
      and wave.closes >= ${today}
    order by wave.closes, wave.id`,
  );
}

/** Keeps an answer to a wave, once; false when it was given before or the person was not drawn. */
export async function putWaveAnswer(
  db: Db,
  at: { waveId: string; lineId: string },
  answer: { knowledge: number; attitude: number | null; practice: number | null; understood: boolean },
  now: Temporal.Instant,
): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ unitId: string }>`
    update campaigns.wave_answer
    set answered_at = ${now.toString()},
      knowledge = ${answer.knowledge},
      attitude = ${answer.attitude},
      practice = ${answer.practice},
      understood = ${answer.understood}
    where wave_answer.wave_id = ${at.waveId}
      and wave_answer.line_id = ${at.lineId}
      and wave_answer.answered_at is null
    returning wave_answer.unit_id as "unitId"`,
  );
  return row?.unitId;
}

/** The means of a wave by unit right below that of the campaign. */
export async function listClusters(db: Db, waveId: string): Promise<{ told: boolean; n: number; knowledge: number; attitude: number | null; practice: number | null }[]> {
  return all(
    db,
    sql<{ told: boolean; n: number; knowledge: number; attitude: number | null; practice: number | null }>`
    select own.told, count(*) as n, avg(own.knowledge)::double precision as knowledge, avg(own.attitude)::double precision as attitude, avg(own.practice)::double precision as practice
    from campaigns.wave_answer as own
    where own.wave_id = ${waveId}
      and own.answered_at is not null
    group by own.unit_id, own.told`,
  );
}

/** What people answered in two waves, side by side. */
export async function listPairs(
  db: Db,
  first: string,
  last: string,
): Promise<{ knowledge: [number, number]; attitude: [number, number] | null; practice: [number, number] | null }[]> {
  const rows = await all(
    db,
    sql<{ k1: number; k2: number; a1: number | null; a2: number | null; p1: number | null; p2: number | null }>`
    select before.knowledge as k1, after.knowledge as k2, before.attitude as a1, after.attitude as a2, before.practice as p1, after.practice as p2
    from campaigns.wave_answer as before
    join campaigns.wave_answer as after
      on after.line_id = before.line_id
      and after.wave_id = ${last}
      and after.answered_at is not null
    where before.wave_id = ${first}
      and before.answered_at is not null`,
  );
  const pair = (a: number | null, b: number | null): [number, number] | null => (a === null || b === null ? null : [a, b]);
  return rows.map(({ k1, k2, a1, a2, p1, p2 }) => ({ knowledge: [k1, k2], attitude: pair(a1, a2), practice: pair(p1, p2) }));
}

/** How many of a renewal wave answered, and still understand. */
export async function countRenewal(db: Db, waveId: string): Promise<{ answered: number; understood: number }> {
  const row = await one(
    db,
    sql<{ answered: number; understood: number }>`
    select count(*) as answered, count(*) filter (where own.understood) as understood
    from campaigns.wave_answer as own
    where own.wave_id = ${waveId}
      and own.answered_at is not null`,
  );
  return row ?? { answered: 0, understood: 0 };
}
