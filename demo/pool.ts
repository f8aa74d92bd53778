import { addDays, type Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { findActor } from '#kernel/org/index.ts';
import { addTime, decideConsent, keepPool, leavePool, stateProfile, type KINDS, type FIELDS, type LANGUAGES } from '#modules/learning/index.ts';
import { listProven } from '#modules/skills/index.ts';
import { makePoolWork, type Helper } from './pool-work.ts';

/** Makes the surroundings of an act of somebody on a day. */
export type ActAs = (personId: string, day: Day) => Promise<Ctx>;

/** What a member states: everything is made up. */
type Profile = { kinds: (typeof KINDS)[number][]; fields: (typeof FIELDS)[number][]; languages: (typeof LANGUAGES)[number][]; about: string; hours: number };

const PROFILES: Profile[] = [
  { kinds: ['trainer'], fields: ['signing', 'records'], languages: ['vi'], about: 'Trình diễn: đã hướng dẫn văn thư ký số ở bốn đơn vị.', hours: 24 },
  { kinds: ['trainer', 'adviser'], fields: ['skills', 'services'], languages: ['vi', 'en'], about: 'Trình diễn: dạy kỹ năng số cho cán bộ một cửa.', hours: 30 },
  { kinds: ['adviser'], fields: ['data', 'procedures'], languages: ['vi'], about: 'Trình diễn: rà soát dữ liệu khi cắt giảm giấy tờ.', hours: 16 },
  { kinds: ['project-manager'], fields: ['projects', 'infrastructure'], languages: ['vi', 'en'], about: 'Trình diễn: theo dõi mua sắm thiết bị số của đơn vị.', hours: 20 },
  { kinds: ['implementer'], fields: ['infrastructure', 'security'], languages: ['vi'], about: 'Trình diễn: cài đặt máy trạm, sao lưu, phân quyền.', hours: 32 },
  { kinds: ['adviser', 'implementer'], fields: ['security'], languages: ['vi', 'en'], about: 'Trình diễn: kiểm tra cấu hình an toàn, ứng cứu sự cố.', hours: 12 },
  { kinds: ['trainer'], fields: ['communication', 'services'], languages: ['vi', 'hab'], about: 'Trình diễn: hướng dẫn người khiếm thính nộp hồ sơ trực tuyến.', hours: 18 },
  { kinds: ['implementer'], fields: ['records', 'data'], languages: ['vi'], about: 'Trình diễn: số hóa hồ sơ lưu trữ của phường.', hours: 40 },
  { kinds: ['project-manager', 'adviser'], fields: ['projects', 'procedures'], languages: ['vi', 'fr'], about: 'Trình diễn: lập kế hoạch chuyển đổi số của phường.', hours: 15 },
  { kinds: ['trainer', 'implementer'], fields: ['skills', 'signing'], languages: ['vi', 'mtq'], about: 'Trình diễn: dạy kỹ năng số ở xã vùng cao bằng tiếng Mường.', hours: 20 },
  { kinds: ['adviser'], fields: ['communication'], languages: ['vi', 'en'], about: 'Trình diễn: viết thông báo dễ hiểu.', hours: 10 },
  { kinds: ['implementer'], fields: ['services'], languages: ['vi'], about: 'Trình diễn: hỗ trợ một cửa trong tuần cao điểm.', hours: 25 },
  { kinds: ['trainer'], fields: ['data'], languages: ['vi'], about: 'Trình diễn: dạy bảng tính cho người mới.', hours: 14 },
];

/** How far the consent of the unit of a member has come; the others have it. */
const ASKED = 10;
const UNIT: Record<number, 'asked' | 'refused'> = { [ASKED]: 'asked', 11: 'refused' };
/** Whoever has left the pool again. */
const LEFT = 12;

/**
 * Fills the pool of the demonstration: a dozen members with times for others and what their heads say, needs of units in all states, one that nobody can meet, work that was done and evaluated. All of it is
 * made up and goes through the operations that real data go through.
 */
export async function makePool(ctxOn: (day: Day) => Ctx, today: Day): Promise<void> {
  const { db } = ctxOn(today);
  const as: ActAs = async (personId, day) => {
    const actor = await findActor(db, personId, today);
    if (actor === undefined) throw new Error('somebody of the pool of the demonstration cannot act');
    return { ...ctxOn(day), actor };
  };
  const ago = (days: number): Day => addDays(today, -days);
  const people = await choose(db, today);
  const helpers: Helper[] = [];
  for (const [index, { personId, headId }] of people.entries()) {
    const profile = PROFILES[index];
    if (profile === undefined) break;
    const { hours, ...stated } = profile;
    const { id } = await perform(stateProfile, await as(personId, ago(120)), { ...stated, consent: true });
    await perform(addTime, await as(personId, ago(120)), { from: ago(120), last: addDays(today, 240), hoursMonth: hours });
    if (UNIT[index] !== 'asked') {
      const agree = UNIT[index] !== 'refused';
      await perform(decideConsent, await as(headId, ago(116)), { id, agree, ...(agree ? {} : { reason: 'Trình diễn: đơn vị đang thiếu người ở một cửa' }) });
    }
    if (index === LEFT) await perform(leavePool, await as(personId, ago(30)), { reason: 'Trình diễn: nhận nhiệm vụ mới ở đơn vị' });
    helpers.push({ personId, headId, memberId: id });
  }
  await makePoolWork({ as, ago, db, today }, helpers);
  await keepPool(ctxOn(today));
}

/** People of staff with a head who is somebody else: those whom one can sign in as first, then those with certificates, from different units. */
async function choose(db: Db, today: Day): Promise<{ personId: string; headId: string }[]> {
  const rows = await all(
    db,
    sql<{ personId: string; headId: string; role: string | null; body: string }>`
    select distinct on (person.staff_code) posting.person_id as "personId", head.person_id as "headId", head.unit_id as body, pinned.role
    from kernel.posting
    join kernel.post
      on post.id = posting.post_id
      and post.kind = 'staff'
    join kernel.person on person.id = posting.person_id
    join kernel.unit_ancestor as above
      on above.unit_id = posting.unit_id
      and above.valid_from <= ${today}
      and above.valid_to > ${today}
    join kernel.role_grant as head
      on head.unit_id = above.ancestor_id
      and head.role = 'head-of-unit'
      and head.valid_from <= ${today}
      and head.valid_to > ${today}
      and head.person_id <> posting.person_id
    left join lateral (
      select granted.role
      from kernel.role_grant as granted
      where granted.person_id = posting.person_id
        and granted.role in ('official', 'trainer')
      limit 1
    ) as pinned on true
    where posting.main
      and posting.valid_from <= ${addDays(today, -130)}
      and posting.valid_to > ${today}
      and above.valid_from <= ${addDays(today, -130)}
    order by person.staff_code, above.depth`,
  );
  const proven = new Set(
    (
      await listProven(
        db,
        rows.map(({ personId }) => personId),
        today,
      )
    ).map(({ personId }) => personId),
  );
  const rank = (row: (typeof rows)[number]): number => (row.role !== null ? 0 : proven.has(row.personId) ? 1 : 2);
  const bodies = new Set<string>();
  const ordered = rows.toSorted((a, b) => rank(a) - rank(b));
  const official = ordered.find(({ role }) => role === 'official');
  const colleague = ordered.find(({ body, role }) => role === null && body === official?.body);
  const spread = ordered.filter((one) => one !== colleague && (one.role !== null || (!bodies.has(one.body) && bodies.add(one.body))));
  // The head whom one can sign in as has somebody to say something about; else from each body one, so that many heads have something to say.
  return [...spread.slice(0, ASKED), ...(colleague === undefined ? [] : [colleague]), ...spread.slice(ASKED)].slice(0, PROFILES.length);
}
