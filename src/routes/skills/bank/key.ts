import type { PublicItem, ShippedItem } from '#modules/skills/index.ts';

/** The key of an item in the words that learners see, a line each. */
export function keyLines(item: ShippedItem, shown: PublicItem): string[] {
  const { key } = item;
  const words = new Map(
    [...shown.options, ...shown.left, ...shown.right, ...shown.passage.flatMap(({ id, text }) => (id === null ? [] : [{ id, label: text }]))].map(({ id, label }) => [id, label]),
  );
  if (Array.isArray(key)) return key.map((id, at) => `${item.kind === 'order' ? `${at + 1}. ` : ''}${words.get(id) ?? id}`);
  if ('number' in key && typeof key.number === 'number') return [`${key.number} ± ${typeof key['tolerance'] === 'number' ? key['tolerance'] : 0}`];
  if ('text' in key && key.text === true) return (shown.locale === 'en' ? item.text.en?.accept : item.text.vi.accept) ?? [];
  const controls = [...(shown.scene?.lines ?? []).flatMap((line) => line.controls), ...(shown.scene?.controls ?? [])];
  return Object.entries(key).map(([id, values]) => {
    const control = controls.find((one) => one.id === id);
    const labels = (Array.isArray(values) ? values : []).map((value) => control?.choices.find((choice) => choice.id === value)?.label ?? words.get(value) ?? value);
    return `${control?.label ?? words.get(id) ?? id}: ${labels.join(' | ')}`;
  });
}
