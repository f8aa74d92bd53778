/** The one measure that the form describes, as the operation wants it; empty fields are left out. */
export function measuresOf(form: FormData): Record<string, string>[] {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const kind = text('kind');
  const value = kind === 'percent' ? text('value') : text('value').replace(/[.\s]/g, '');
  return [
    Object.fromEntries([['kind', kind] as const, ['value', value] as const, ['post', text('post')] as const, ['below', text('below')] as const].filter(([, one]) => one !== '')),
  ];
}
