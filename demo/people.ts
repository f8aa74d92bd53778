import { addDays, addMonths, formatDay, startOfPeriod } from '#base/day/index.ts';
import type { Day } from '#base/day/index.ts';
import { POST_KINDS } from '../src/modules/directory/import/columns.ts';
import type { PostKind, StaffRow } from '../src/modules/directory/import/columns.ts';
import type { Unit } from '../content/index.ts';
import type { Person } from './model.ts';
import { fullName, plainLetters } from './names.ts';
import type { Sex } from './names.ts';
import type { Random } from './random.ts';

/**
 * The day from which a person is retired: the first of the month after reaching retirement age. Men 60 years 3 months in 2021
 * and 3 months more each year up to 62; women 55 years 4 months and 4 months more each year up to 60 (Labour Code 2019, art. 169).
 */
export function retirementDay(birthDate: Day, sex: Sex): Day {
  for (let year = 2021; ; year++) {
    const months = sex === 'male' ? Math.min(62 * 12, 60 * 12 + 3 * (year - 2020)) : Math.min(60 * 12, 55 * 12 + 4 * (year - 2020));
    const reached = addMonths(birthDate, months);
    if (reached < `${year + 1}-01-01`) return addMonths(startOfPeriod(reached, 'month'), 1);
  }
}

/** A person who is in post on `day` and has at least `monthsLeft` months to retirement; age in years as given. */
export function makePerson(number: number, ages: [from: number, to: number], kind: PostKind, day: Day, monthsLeft: number, chance: Random): Person {
  const sex: Sex = chance.chance(0.54) ? 'female' : 'male';
  const oldest = sex === 'female' ? Math.min(ages[1], 56) : ages[1];
  const age = Math.round((chance.int(ages[0], oldest) + chance.int(ages[0], oldest)) / 2);
  const birthDate = addDays(addMonths(day, -12 * age), -chance.int(0, 364));
  const retiresOn = retirementDay(birthDate, sex);
  if (retiresOn <= addMonths(day, monthsLeft)) return makePerson(number, ages, kind, day, monthsLeft, chance);
  return {
    number,
    code: `CB${String(number).padStart(6, '0')}`,
    name: fullName(sex, chance),
    sex,
    birthDate,
    retiresOn,
    union: chance.chance(0.92),
    coefficient: coefficient(kind, age, chance),
    role: undefined,
    joined: day,
    left: undefined,
    holding: undefined,
  };
}

/** The person's row of the staff template for the post held now; `unit` is the unit of that post. */
export function staffRow(person: Person, unit: Unit): StaffRow {
  const { post, from } = person.holding ?? fail(person.code);
  const digits = String(person.number).padStart(6, '0');
  const words = person.name.split(' ');
  const initials = plainLetters(
    words
      .slice(0, -1)
      .map((word) => word.charAt(0))
      .join(''),
  );
  return {
    staffCode: person.code,
    name: person.name,
    birthDate: formatDay(person.birthDate),
    sex: person.sex === 'female' ? 'Nữ' : 'Nam',
    email: `${plainLetters(words.at(-1) ?? '')}.${initials}${person.number}@demo.khue.example`,
    phone: `0000 ${digits.slice(0, -3)} ${digits.slice(-3)}`,
    personalId: `000${String(person.number).padStart(9, '0')}`,
    unitCode: unit.code,
    unitName: unit.name_vi,
    postCode: post.post,
    title: post.title,
    kind: POST_KINDS.find((entry) => entry.kind === post.kind)?.words[0] ?? '',
    from: formatDay(from),
    to: '',
    salaryCoefficient: person.coefficient.toFixed(2).replace('.', ','),
    unionMember: person.union ? 'Có' : 'Không',
  };
}

// First step, difference and number of steps of the scales A1 (specialist), A2.1 (senior specialist) and a simple one for contracts.
const SCALES: Record<PostKind, [first: number, step: number, steps: number]> = {
  leader: [4.4, 0.34, 7],
  staff: [2.34, 0.33, 8],
  contract: [1.65, 0.18, 11],
};

function coefficient(kind: PostKind, age: number, chance: Random): number {
  const [first, step, steps] = SCALES[kind];
  const reached = Math.floor((age - (kind === 'leader' ? 34 : 23)) / 3) + chance.int(-1, 1);
  return first + step * Math.max(0, Math.min(steps, reached));
}

function fail(code: string): never {
  throw new Error(`${code} holds no post`);
}
