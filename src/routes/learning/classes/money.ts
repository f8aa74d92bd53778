import type { Text } from '#ui/context.ts';

/** An amount typed with points, spaces or the word between or after its digits (`1.500.000 đồng`), as a number; as it was typed when it is none. */
export function dongIn(form: FormData, name: string): Record<string, unknown> {
  const typed = String(form.get(name) ?? '').trim();
  const plain = typed.replace(/\s*(đồng|đ|vnd|vnđ)$/i, '');
  if (plain === '') return {};
  return { [name]: /^-?\d{1,3}([. ,]\d{3})+$|^-?\d+$/.test(plain) ? Number(plain.replaceAll(/[. ,]/g, '')) : typed };
}

/** An amount with the word for its unit. */
export function dong(amount: number, { t, number }: Pick<Text, 't' | 'number'>): string {
  return t('learning-classes.dong', { amount: number(amount, 0) });
}
