import type { MessageBody } from '#content/campaigns/message.ts';
import { plain } from '#base/text/format.ts';

type Points = { family: string; text: string }[];

/** Words of a sentence that make the name of a family that has none. */
const NAME_WORDS = 5;

/** The points of a message, a line each: a sentence, or `family: sentence`. A line without a name gets that of its place among `names`, else one made of its first words. */
function pointsFrom(text: string, names: readonly string[]): Points {
  const points: Points = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const named = /^([a-z0-9]+(?:-[a-z0-9]+)*)\s*:\s*(.+)$/.exec(line);
    const family = named?.[1] ?? names[points.length] ?? nameOf(line, points);
    points.push({ family, text: named?.[2] ?? line });
  }
  return points;
}

function nameOf(sentence: string, points: Points): string {
  const name = (plain(sentence).match(/[a-z0-9]+/g) ?? ['dieu']).slice(0, NAME_WORDS).join('-').slice(0, 60);
  const taken = points.filter(({ family }) => family === name || family.startsWith(`${name}-lan-`)).length;
  return taken === 0 ? name : `${name}-lan-${taken + 1}`;
}

/** The message that the fields of the form describe, not yet checked; an English version of which nothing is typed is left out. */
export function bodyFrom(form: FormData): { body: unknown; changed: string[] } {
  const of = (name: string): string =>
    String(form.get(name) ?? '')
      .replaceAll('\r\n', '\n')
      .trim();
  const words = (language: 'vi' | 'en', points: Points) => ({
    title: of(`title_${language}`),
    plain: of(`plain_${language}`),
    why: { leader: of(`leader_${language}`), staff: of(`staff_${language}`), contract: of(`contract_${language}`) },
    points,
  });
  const points = pointsFrom(of('points_vi'), []);
  const english = pointsFrom(
    of('points_en'),
    points.map(({ family }) => family),
  );
  const sources = of('sources')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return {
    body: {
      text: {
        vi: words('vi', points),
        ...(['title', 'plain', 'leader', 'staff', 'contract', 'points'].every((name) => of(`${name}_en`) === '') ? {} : { en: words('en', english) }),
      },
      sources,
      unverified: of('unverified') === 'on',
    },
    changed: form.getAll('changed').filter((value): value is string => typeof value === 'string'),
  };
}

/** The fields of a message; `bodyFrom` makes the same message of them again. */
export function fieldsFrom(body: MessageBody): Record<string, string> {
  const words = (language: 'vi' | 'en'): Record<string, string> => {
    const text = body.text[language];
    if (text === undefined) return {};
    return {
      [`title_${language}`]: text.title,
      [`plain_${language}`]: text.plain,
      [`leader_${language}`]: text.why.leader,
      [`staff_${language}`]: text.why.staff,
      [`contract_${language}`]: text.why.contract,
      [`points_${language}`]: text.points.map(({ family, text: point }) => `${family}: ${point}`).join('\n'),
    };
  };
  return { ...words('vi'), ...words('en'), sources: body.sources.join('\n'), unverified: body.unverified ? 'on' : '' };
}

/** The field in which a fault at this place of the input is mended: `/body/text/vi/why/staff` → `staff_vi`. */
export function fieldAt(at: string): string {
  const parts = at.split('/').slice(1);
  if (parts[0] !== 'body') return at;
  if (parts[1] !== 'text') return `/${parts[1] ?? 'title_vi'}`;
  const name = parts[3] === 'why' ? (parts[4] ?? 'staff') : (parts[3] ?? 'title');
  return `/${name}_${parts[2] ?? 'vi'}`;
}
