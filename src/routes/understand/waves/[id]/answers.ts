import type { Answer } from '#modules/skills/index.ts';

/** An answer of a wave with the question that was shown. */
export type WaveAnswer = { question: string; answer: Answer };

/** The fields of a wave: `question[]` names the questions that were shown, in their order; what is chosen or typed for the third begins with `q2.`; `s.<id>` is a statement from 1 to 5. */
export function waveAnswerOf(form: FormData): { answers: WaveAnswer[]; statements: Record<string, number> } {
  const texts = (name: string): string[] => form.getAll(name).filter((value): value is string => typeof value === 'string' && value.trim() !== '');
  const names = [...new Set(form.keys())];
  const answers = texts('question[]').map((question, at) => ({ question, answer: controlsIn(`q${at}`, names, texts) }));
  const statements = names.flatMap((name) => {
    const id = /^s\.([a-z0-9-]{1,80})$/.exec(name)?.[1];
    const [value = ''] = texts(name);
    return id !== undefined && /^[1-5]$/.test(value) ? [[id, Number(value)] as const] : [];
  });
  return { answers, statements: Object.fromEntries(statements) };
}

/** The values of the controls of one question: of `q0.answer`, `answer`. */
export function controlsIn(prefix: string, names: readonly string[], valuesOf: (name: string) => readonly string[]): Answer {
  const own = names.filter((name) => name.startsWith(`${prefix}.`) && /^[a-z0-9-]{1,80}$/.test(name.slice(prefix.length + 1)));
  return Object.fromEntries(
    own.map((name) => [
      name.slice(prefix.length + 1),
      valuesOf(name)
        .slice(0, 20)
        .map((value) => value.slice(0, 500)),
    ]),
  );
}
