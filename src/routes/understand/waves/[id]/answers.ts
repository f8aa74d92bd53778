/** The fields of a wave: `q.2` holds what is chosen or typed for the third question, `s.<id>` a statement from 1 to 5. */
export function waveAnswerOf(form: FormData): { answers: Record<string, string[]>[]; statements: Record<string, number> } {
  const answers: Record<string, string[]>[] = [];
  const statements: Record<string, number> = {};
  for (const [name, value] of form) {
    if (typeof value !== 'string') continue;
    const question = /^q\.(\d)$/.exec(name)?.[1];
    if (question !== undefined && value.trim() !== '') answers[Number(question)] = { answer: [...(answers[Number(question)]?.['answer'] ?? []), value.trim()] };
    const statement = /^s\.([a-z0-9-]{1,80})$/.exec(name)?.[1];
    if (statement !== undefined && /^[1-5]$/.test(value)) statements[statement] = Number(value);
  }
  return { answers: Array.from(answers, (answer) => answer ?? {}), statements };
}
