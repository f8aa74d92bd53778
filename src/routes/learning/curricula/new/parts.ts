const text = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

/** An area and level from a choice such as `3.2`; nothing for anything else. */
function testOf(choice: string): { testArea?: string; testLevel?: number } {
  const [area = '', level = ''] = choice.split('.');
  return area === '' || level === '' ? {} : { testArea: area, testLevel: Number(level) };
}

/** The courses chosen in the form, in its order; what is wrong with them is for the operation to say. */
export function partsOf(form: FormData): Record<string, unknown>[] {
  return [...form.keys()]
    .filter((name) => name.startsWith('need-') && text(form, name) !== '')
    .map((name) => name.slice('need-'.length))
    .map((course) => {
      const after = text(form, `after-${course}`);
      return { course, need: text(form, `need-${course}`), ...(after === '' ? {} : { after }), ...testOf(text(form, `test-${course}`)) };
    });
}

/** The ways to renew chosen in the form. */
export function renewalsOf(form: FormData): Record<string, unknown>[] {
  const hours = Number(text(form, 'renewalHours').replace(',', '.'));
  const measure = testOf(text(form, 'renewalMeasure'));
  return [
    ...['checks', 'outside'].filter((kind) => form.getAll('renewal').includes(kind)).map((kind) => ({ kind })),
    ...(text(form, 'renewalCourse') === '' ? [] : [{ kind: 'course', course: text(form, 'renewalCourse') }]),
    ...(measure.testArea === undefined ? [] : [{ kind: 'measure', ...measure }]),
    ...(Number.isFinite(hours) && hours > 0 ? [{ kind: 'hours', minutes: Math.round(60 * hours) }] : []),
  ];
}
