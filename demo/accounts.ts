import type { Day } from '#base/day/index.ts';
import { standsOn } from '../content/index.ts';
import type { PostKind } from '../src/modules/directory/import/columns.ts';
import type { DemoAccount, DemoCity, DemoRole, Person } from './model.ts';
import { bodyOf, inPost, unitOf } from './world.ts';
import type { World } from './world.ts';

type Pin = { role: DemoRole; unit: string; kind: PostKind; title?: string };

const CITY_PINS: Pin[] = [
  { role: 'steering-member', unit: 'hn.ubnd', kind: 'leader', title: 'Phó Chủ tịch UBND thành phố' },
  { role: 'programme-officer', unit: 'hn.so-khoa-hoc-va-cong-nghe', kind: 'staff', title: 'Chuyên viên' },
  { role: 'training-officer', unit: 'hn.so-noi-vu', kind: 'staff', title: 'Chuyên viên' },
  { role: 'trainer', unit: 'hn.so-khoa-hoc-va-cong-nghe', kind: 'staff', title: 'Chuyên viên chính' },
  { role: 'union-officer', unit: 'hn.cong-doan-vien-chuc', kind: 'staff', title: 'Chuyên viên công đoàn' },
  { role: 'clerk', unit: 'hn.van-phong-ubnd', kind: 'staff', title: 'Văn thư viên' },
  { role: 'auditor', unit: 'hn.thanh-tra', kind: 'staff', title: 'Thanh tra viên' },
  { role: 'administrator', unit: 'hn.so-khoa-hoc-va-cong-nghe', kind: 'staff', title: 'Quản trị viên hệ thống' },
];

const ORDER: DemoRole[] = ['steering-member', 'programme-officer', 'head-of-unit', 'official', 'training-officer', 'trainer', 'union-officer', 'clerk', 'auditor', 'administrator'];

/** The ward whose head and official can be tried out: the first of the content (in Hà Nội, Phường Ba Đình). */
export function demoWard(world: World): string {
  const ward = world.units.find((unit) => unit.kind === 'ward' && unit.tile !== undefined);
  if (ward === undefined) throw new Error('the content has no ward');
  return ward.id;
}

/** Which posts the ten demo people hold on a day; before the reorganisation the two of the ward work in its predecessor. */
export function pinsOn(world: World, day: Day): Pin[] {
  const ward = demoWard(world);
  const before = world.succession.find((pair) => pair.to === ward && standsOn(unitOf(world, pair.from), day))?.from;
  const inner = world.units.find((unit) => unit.parent === ward && unit.kind === 'division');
  return [...CITY_PINS, { role: 'head-of-unit', unit: before ?? ward, kind: 'leader' }, { role: 'official', unit: before ?? inner?.id ?? ward, kind: 'staff' }];
}

/** The ten demo people as they are on the last day, in the order in which the sign-in page shows them. */
export function accounts(world: World): DemoAccount[] {
  const people = inPost(world).filter((person) => person.role !== undefined);
  return ORDER.flatMap((role) => people.filter((person) => person.role === role).map((person) => account(world, role, person)));
}

/** Who heads each body on the day reached: the holder of its first filled post of leader. */
export function heads(world: World): DemoCity['heads'] {
  const found = new Map<string, string>();
  for (const post of world.posts) {
    if (post.holder === undefined || post.kind !== 'leader') continue;
    // Only leaders of the body itself, not of its inner units, head it.
    if (bodyOf(world, post.unit).id === post.unit && !found.has(post.unit)) found.set(post.unit, post.holder.code);
  }
  return [...found].map(([unit, staffCode]) => ({ unit, staffCode }));
}

function account(world: World, role: DemoRole, person: Person): DemoAccount {
  const post = person.holding?.post;
  if (post === undefined) throw new Error(`${person.code} holds no post`);
  const body = bodyOf(world, post.unit).id;
  const grantOn = role === 'head-of-unit' || role === 'official' || role === 'clerk' ? body : 'hn';
  return { role, staffCode: person.code, name: person.name, title: post.title, unit: post.unit, grantOn };
}
