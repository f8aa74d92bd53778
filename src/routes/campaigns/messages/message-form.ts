import type { MessageBody } from '#content/campaigns/message.ts';

/** The points of a message as lines `family: sentence`. */
function pointsFrom(text: string): { family: string; text: string }[] {
  return text
    .split('\n')
    .map((line) => /^\s*([a-z0-9-]+)\s*:\s*(.+)$/.exec(line))
    .flatMap((match) => (match === null ? [] : [{ family: match[1] ?? '', text: (match[2] ?? '').trim() }]));
}

/** The message that the fields of the form describe, not yet checked; an English version without a title is left out. */
export function bodyFrom(form: FormData): { body: unknown; changed: string[] } {
  const of = (name: string): string =>
    String(form.get(name) ?? '')
      .replaceAll('\r\n', '\n')
      .trim();
  const words = (language: 'vi' | 'en') => ({
    title: of(`title_${language}`),
    plain: of(`plain_${language}`),
    why: { leader: of(`leader_${language}`), staff: of(`staff_${language}`), contract: of(`contract_${language}`) },
    points: pointsFrom(of(`points_${language}`)),
  });
  const sources = of('sources')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return {
    body: { text: { vi: words('vi'), ...(of('title_en') === '' ? {} : { en: words('en') }) }, sources, unverified: of('unverified') === 'on' },
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
