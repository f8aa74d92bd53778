import { addDays, formatDay, parseDay, type Day } from '#base/day/index.ts';
import { all, inTransaction, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import {
  closePosts,
  confirmRegisters,
  endPostings,
  grantRoles,
  joinUnion,
  openPosts,
  registerPeople,
  renamePeople,
  startPostings,
  cityUnitId,
  useAccounts,
} from '#modules/directory/index.ts';
import type { StaffRow } from '../src/modules/directory/import/columns.ts';
import type { Change, DemoCity, DemoPost, Reorganisation } from './index.ts';
import { makeSkills } from './skills.ts';
import { makeReports } from './reports.ts';

/** Makes the surroundings of an act on a day of the demo's past. */
export type CtxOn = (day: Day) => Ctx;

/** What the demo needs from the program: contexts of past days, the import of a staff spreadsheet, and where to tell what it is at. */
export type DemoHost = { ctxOn: CtxOn; importStaff: (ctx: Ctx, rows: StaffRow[]) => Promise<void>; tell: (what: string) => void };

/** Ids by the demo's own names. */
type Known = { people: Map<string, string>; posts: Map<string, string>; held: Map<string, { posting: string; post: string }> };

/**
 * Fills a city whose units are loaded with imaginary staff: the first state by the import of a spreadsheet, then two years of hiring, leaving,
 * moving and reorganising, day by day, through the acts that real data go through.
 */
export async function makeDemo(host: DemoHost, city: DemoCity): Promise<void> {
  host.tell(`${city.initial.length} people by import`);
  await host.importStaff(
    host.ctxOn(city.start),
    city.initial.map((row) => endingWithUnit(city, row)),
  );
  const known = await readKnown(host.ctxOn(city.start), city);
  await inTransaction(host.ctxOn(city.start).db, async (db) => {
    await open({ ...host.ctxOn(city.start), db }, known, city.vacant, city.start);
  });
  host.tell(`${city.changes.length} changes of ${city.changes.at(0)?.day ?? city.start} to ${city.today}`);
  const days = [...new Set([...city.reorganisations.map(({ day }) => day), ...city.changes.map(({ day }) => day)])].sort();
  for (const day of days) await passDay(host, city, known, day);
  host.tell('two years of signing in and confirming');
  await inTransaction(host.ctxOn(city.today).db, async (db) => {
    const ctx = { ...host.ctxOn(city.today), db };
    const uses = city.signIns.flatMap(({ staffCode, days: used }) => used.map((day) => ({ personId: need(known.people, staffCode), day })));
    for (let at = 0; at < uses.length; at += 20_000) await useAccounts(ctx, uses.slice(at, at + 20_000));
    await confirmRegisters(
      ctx,
      city.confirmations.map(({ unit, day }) => ({ unitId: cityUnitId(unit), day })),
    );
  });
  await grantDemoRoles(host, city, known);
  host.tell('checks and questionnaires of digital skills');
  await makeSkills(host.ctxOn, city.today, city.seed, new Set(city.accounts.map(({ staffCode }) => staffCode)));
  host.tell('reported values, marked as imaginary');
  await makeReports({ ctxOn: host.ctxOn, personOf: (staffCode) => need(known.people, staffCode), city });
}

async function passDay(host: DemoHost, city: DemoCity, known: Known, day: Day): Promise<void> {
  const plain = host.ctxOn(day);
  await inTransaction(plain.db, async (db) => {
    const ctx = { ...plain, db };
    for (const plan of city.reorganisations.filter((one) => one.day === day)) await reorganise(ctx, city, known, plan);
    for (const change of city.changes.filter((one) => one.day === day)) await apply(ctx, known, change);
  });
}

/** Everyone concerned goes to a new post; what stood in abolished units closes. */
async function reorganise(ctx: Ctx, city: DemoCity, known: Known, plan: Reorganisation): Promise<void> {
  const held = plan.placements.map(({ staffCode }) => need(known.held, staffCode));
  const lasting = await all(
    ctx.db,
    sql<{ id: string }>`
    select posting.id
    from kernel.posting
    where posting.id = any(${held.map(({ posting }) => posting)}::uuid[])
      and posting.valid_to > ${plan.day}`,
  );
  await endPostings(
    ctx,
    lasting.map(({ id }) => id),
    plan.day,
  );
  const gone = plan.abolished.map(cityUnitId);
  const closing = await all(
    ctx.db,
    sql<{ id: string }>`
    select post.id
    from kernel.post
    where post.valid_from < ${plan.day}
      and post.valid_to > ${plan.day}
      and (post.unit_id = any(${gone}::uuid[]) or post.id = any(${plan.endedPosts.map((code) => need(known.posts, code))}::uuid[]))`,
  );
  await closePosts(
    ctx,
    closing.map(({ id }) => id),
    plan.day,
  );
  await open(ctx, known, [...plan.placements, ...plan.vacant], plan.day);
  await place(
    ctx,
    known,
    plan.placements.map(({ staffCode, ...post }) => ({ staffCode, post })),
    plan.day,
  );
}

/** The units are loaded with the days on which they ended: whoever holds a post in one holds it until then at the most. */
function endingWithUnit(city: DemoCity, row: StaffRow): StaffRow {
  const unit = city.units.find(({ code, valid_from, valid_to }) => code === row.unitCode && valid_from <= city.start && city.start < valid_to);
  return unit === undefined || unit.valid_to === 'infinity' ? row : { ...row, to: formatDay(addDays(unit.valid_to, -1)) };
}

async function apply(ctx: Ctx, known: Known, change: Change): Promise<void> {
  const { day } = change;
  if (change.kind === 'rename') return renamePeople(ctx, [{ personId: need(known.people, change.staffCode), name: change.name }], day);
  if (change.kind === 'leave') {
    const { posting, post } = need(known.held, change.staffCode);
    await endPostings(ctx, [posting], day);
    if (change.postEnds) await closePosts(ctx, [post], day);
    known.held.delete(change.staffCode);
    return;
  }
  await open(ctx, known, known.posts.has(change.post.post) ? [] : [change.post], day);
  if (change.kind === 'move') {
    await endPostings(ctx, [need(known.held, change.staffCode).posting], day);
    return place(ctx, known, [{ staffCode: change.staffCode, post: change.post }], day);
  }
  await hire(ctx, known, change.row, day);
  await place(ctx, known, [{ staffCode: change.row.staffCode, post: change.post, row: change.row }], day);
}

async function hire(ctx: Ctx, known: Known, row: StaffRow, day: Day): Promise<void> {
  const id = newId();
  known.people.set(row.staffCode, id);
  const sex = row.sex === 'Nữ' ? 'female' : 'male';
  await registerPeople(ctx, [
    { id, staffCode: row.staffCode, name: row.name, birthDate: parseDay(row.birthDate) ?? null, sex, email: row.email, phone: row.phone, personalId: row.personalId },
  ]);
  if (row.unionMember === 'Có') await joinUnion(ctx, [{ personId: id, day, consentDay: day }]);
}

async function open(ctx: Ctx, known: Known, posts: DemoPost[], day: Day): Promise<void> {
  const fresh = posts.map((post) => ({ id: newId(), unitId: cityUnitId(post.unit), title: post.title, kind: post.kind, validFrom: day }));
  await openPosts(ctx, fresh);
  fresh.forEach(({ id }, index) => known.posts.set(posts[index]?.post ?? '', id));
}

async function place(ctx: Ctx, known: Known, moves: { staffCode: string; post: DemoPost; row?: StaffRow }[], day: Day): Promise<void> {
  const postings = moves.map(({ staffCode, post, row }) => ({
    id: newId(),
    postId: need(known.posts, post.post),
    unitId: cityUnitId(post.unit),
    personId: need(known.people, staffCode),
    main: true,
    coefficient: row === undefined || row.salaryCoefficient === '' ? null : Number(row.salaryCoefficient.replace(',', '.')),
    validFrom: day,
  }));
  await startPostings(ctx, postings);
  postings.forEach(({ id, postId }, index) => known.held.set(moves[index]?.staffCode ?? '', { posting: id, post: postId }));
}

/** The ten people whom one can sign in as, and the head of each unit, who keeps its register. */
async function grantDemoRoles(host: DemoHost, city: DemoCity, known: Known): Promise<void> {
  const ctx = host.ctxOn(city.today);
  const heads = city.heads.map(({ unit, staffCode }) => ({ personId: need(known.people, staffCode), role: 'head-of-unit', unitId: cityUnitId(unit) }));
  const named = city.accounts.map(({ role, staffCode, grantOn }) => ({ personId: need(known.people, staffCode), role, unitId: cityUnitId(grantOn) }));
  const grants = [...named, ...heads.filter((head) => !named.some(({ personId, role, unitId }) => personId === head.personId && role === head.role && unitId === head.unitId))];
  await inTransaction(ctx.db, (db) =>
    grantRoles(
      { ...ctx, db },
      grants.map((grant) => ({ ...grant, validFrom: city.start })),
    ),
  );
}

async function readKnown(ctx: Ctx, city: DemoCity): Promise<Known> {
  const rows = await all(
    ctx.db,
    sql<{ staff_code: string; person_id: string; posting_id: string; post_id: string }>`
    select person.staff_code, person.id as person_id, posting.id as posting_id, posting.post_id
    from kernel.person
    join kernel.posting on posting.person_id = person.id
    where posting.main
      and posting.valid_from <= ${ctx.today}
      and posting.valid_to > ${ctx.today}`,
  );
  const byCode = new Map(rows.map((row) => [row.staff_code, row]));
  const known: Known = { people: new Map(), posts: new Map(), held: new Map() };
  for (const { staffCode, postCode } of city.initial) {
    const row = byCode.get(staffCode);
    if (row === undefined) continue;
    known.people.set(staffCode, row.person_id);
    known.posts.set(postCode, row.post_id);
    known.held.set(staffCode, { posting: row.posting_id, post: row.post_id });
  }
  return known;
}

function need<T>(map: Map<string, T>, key: string): T {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the demo knows no "${key}"`);
  return value;
}
