import type { RequestEvent } from '@sveltejs/kit';
import { listInitiatives, listPlans, listTargets, listUnitsToChoose } from '#modules/programme/index.ts';
import { chosenOf, dayFrom, numberFrom, rowsOf, textOf, textOrNull, type FieldOf } from '#web/answers.ts';
import { load as run } from '#web/load.ts';

/** Rows for milestones and risks, selects for targets and for what must be done before. */
export const ROWS = { milestones: 8, risks: 5, targets: 5, needs: 4 };

/** What the form of an initiative offers to choose from. */
export async function choicesFor(event: Pick<RequestEvent, 'locals' | 'url'>) {
  const [{ plans }, units, { targets }, { initiatives }] = await Promise.all([
    run(event, listPlans, {}),
    run(event, listUnitsToChoose, {}),
    run(event, listTargets, { limit: 500, sort: 'title' }),
    run(event, listInitiatives, {}),
  ]);
  return {
    plans: plans.filter(({ retired }) => !retired),
    units,
    targets: targets.map(({ key, titleVi, titleEn, due }) => ({ key, titleVi, titleEn, due })),
    initiatives: initiatives.map(({ key, titleVi, titleEn }) => ({ key, titleVi, titleEn })),
  };
}

/** The input of the operations that propose, change and preview an initiative, and where its faults stand on the form. */
export function initiativeInput(form: FormData): { input: Record<string, unknown>; fieldOf: FieldOf } {
  const milestones = rowsOf(form, 'm', ['id', 'title', 'due'], ROWS.milestones + 30);
  const risks = rowsOf(form, 'r', ['text', 'likelihood', 'impact', 'mitigation'], ROWS.risks + 30).filter(({ values }) => values['text'] !== '' || values['mitigation'] !== '');
  const [plan, goal] = textOf(form, 'goal').split('/');
  const input = {
    titleVi: textOf(form, 'titleVi'),
    titleEn: textOf(form, 'titleEn') || textOf(form, 'titleVi'),
    aboutVi: textOf(form, 'aboutVi'),
    aboutEn: textOf(form, 'aboutEn'),
    plan: plan || null,
    goal: goal || null,
    targets: chosenOf(form, 'target', ROWS.targets + 30),
    unitId: textOf(form, 'unitId'),
    personCode: textOrNull(form, 'personCode'),
    starts: dayFrom(textOf(form, 'starts')),
    ends: dayFrom(textOf(form, 'ends')),
    milestones: milestones.map(({ values }) => ({ ...(values['id'] ? { id: values['id'] } : {}), title: values['title'] ?? '', due: dayFrom(values['due'] ?? '') })),
    dependsOn: chosenOf(form, 'need', ROWS.needs + 30),
    planned: textOf(form, 'planned') === '' ? 0 : numberFrom(textOf(form, 'planned')),
    risks: risks.map(({ values }) => ({
      text: values['text'] ?? '',
      likelihood: numberFrom(values['likelihood'] ?? ''),
      impact: numberFrom(values['impact'] ?? ''),
      mitigation: values['mitigation'] ?? '',
    })),
    changesPosts: textOf(form, 'changesPosts') !== 'no',
  };
  const fieldOf: FieldOf = (at) => {
    const [, first = '', second = '', third] = at.split('/');
    if (first === 'milestones') return second === '' ? 'm0-title' : `m${milestones[Number(second)]?.row ?? 0}-${third ?? 'due'}`;
    if (first === 'risks') return `r${risks[Number(second)]?.row ?? 0}-${third ?? 'text'}`;
    if (first === 'targets') return 'target0';
    return first === 'dependsOn' ? 'need0' : first === 'plan' ? 'goal' : undefined;
  };
  return { input, fieldOf };
}
