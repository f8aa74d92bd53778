import { elementsOf, findAll, textOf, type XmlElement } from '#base/xml/index.ts';

/** A node of the tree of activities as the engine of the player (`scorm-again`) takes it; plain data. */
export type Activity = { id: string; title: string; children?: Activity[] } & Record<string, unknown>;

const first = (element: XmlElement | undefined, name: string): XmlElement | undefined => (element === undefined ? undefined : elementsOf(element, name)[0]);

/** The tree of activities of an organization with its rules (SCORM 2004 4th edition, Sequencing and Navigation; IMS Simple Sequencing 1.0). */
export function activityTree(organization: XmlElement, collection: XmlElement | undefined): Activity {
  const shared = new Map((collection === undefined ? [] : elementsOf(collection, 'sequencing')).map((one) => [one.attributes['ID'] ?? '', one]));
  return activityOf(organization, shared);
}

function activityOf(element: XmlElement, shared: Map<string, XmlElement>): Activity {
  const own = first(element, 'sequencing');
  const common = shared.get(own?.attributes['IDRef'] ?? '');
  const part = (name: string): XmlElement | undefined => first(own, name) ?? first(common, name);
  const children = elementsOf(element, 'item').map((item) => activityOf(item, shared));
  const title = first(element, 'title');
  return {
    id: element.attributes['identifier'] ?? '',
    title: title === undefined ? '' : textOf(title).trim(),
    isVisible: element.attributes['isvisible'] !== 'false',
    ...(children.length > 0 && { children }),
    sequencingControls: { ...controls(part('controlMode')), ...randomization(part('randomizationControls')), ...rollupWeights(part('rollupRules')) },
    deliveryControls: flags(part('deliveryControls'), ['tracked', 'completionSetByContent', 'objectiveSetByContent']),
    sequencingRules: rules(part('sequencingRules')),
    rollupRules: { rules: elementsOf(part('rollupRules') ?? { name: '', attributes: {}, children: [] }, 'rollupRule').map(rollupRule) },
    ...limits(part('limitConditions')),
    ...objectives(part('objectives'), part('objectives') === undefined ? [] : findAll(own ?? element, 'objective')),
    ...threshold(element),
    hideLmsUi: findAll(first(first(element, 'presentation'), 'navigationInterface') ?? { name: '', attributes: {}, children: [] }, 'hideLMSUI').map((one) => textOf(one).trim()),
  };
}

function flags(element: XmlElement | undefined, names: readonly string[]): Record<string, boolean> {
  const given = names.flatMap((name): [string, boolean][] => (element?.attributes[name] === undefined ? [] : [[name, element.attributes[name] === 'true']]));
  return Object.fromEntries(given);
}

function controls(element: XmlElement | undefined): Record<string, boolean> {
  const names = ['choice', 'choiceExit', 'flow', 'forwardOnly', 'useCurrentAttemptObjectiveInfo', 'useCurrentAttemptProgressInfo'];
  // The standard's own values hold where the manifest is silent.
  return { choice: true, choiceExit: true, flow: false, forwardOnly: false, ...flags(element, names) };
}

function randomization(element: XmlElement | undefined): Record<string, unknown> {
  if (element === undefined) return {};
  const { selectCount, selectionTiming, randomizationTiming } = element.attributes;
  return {
    ...(selectionTiming !== undefined && { selectionTiming }),
    ...(randomizationTiming !== undefined && { randomizationTiming }),
    ...(selectCount !== undefined && { selectCount: Number(selectCount) }),
    ...(element.attributes['reorderChildren'] === 'true' && { randomizeChildren: true, reorderChildren: true }),
  };
}

function rollupWeights(element: XmlElement | undefined): Record<string, unknown> {
  const weight = element?.attributes['objectiveMeasureWeight'];
  return { ...flags(element, ['rollupObjectiveSatisfied', 'rollupProgressCompletion']), ...(weight !== undefined && { objectiveMeasureWeight: Number(weight) }) };
}

const RULES = { preConditionRule: 'preConditionRules', exitConditionRule: 'exitConditionRules', postConditionRule: 'postConditionRules' } as const;
const NAMES: Record<string, string> = { hiddenFromChoice: 'hiddenFromChoice', satisfied: 'objectiveSatisfied', completed: 'activityCompleted' };

function rules(element: XmlElement | undefined): Record<string, unknown> {
  if (element === undefined) return {};
  return Object.fromEntries(Object.entries(RULES).map(([from, to]) => [to, elementsOf(element, from).map((one) => rule(one, 'ruleCondition'))]));
}

function rule(element: XmlElement, condition: string): Record<string, unknown> {
  const holder = first(element, `${condition}s`);
  const action = first(element, condition === 'ruleCondition' ? 'ruleAction' : 'rollupAction')?.attributes['action'] ?? '';
  const conditions = elementsOf(holder ?? element, condition).map(({ attributes }) => ({
    condition: condition === 'ruleCondition' ? (NAMES[attributes['condition'] ?? ''] ?? attributes['condition']) : attributes['condition'],
    ...(attributes['operator'] === 'not' && { operator: 'not' }),
    ...(attributes['referencedObjective'] !== undefined && { referencedObjective: attributes['referencedObjective'] }),
    ...(attributes['measureThreshold'] !== undefined && { parameters: { threshold: Number(attributes['measureThreshold']) } }),
  }));
  return { action: NAMES[action] ?? action, conditionCombination: holder?.attributes['conditionCombination'] ?? (condition === 'ruleCondition' ? 'all' : 'any'), conditions };
}

function rollupRule(element: XmlElement): Record<string, unknown> {
  const { childActivitySet, minimumCount, minimumPercent } = element.attributes;
  return {
    ...rule(element, 'rollupCondition'),
    consideration: childActivitySet ?? 'all',
    ...(minimumCount !== undefined && { minimumCount: Number(minimumCount) }),
    ...(minimumPercent !== undefined && { minimumPercent: Number(minimumPercent) }),
  };
}

function limits(element: XmlElement | undefined): Record<string, unknown> {
  const { attemptLimit, attemptAbsoluteDurationLimit } = element?.attributes ?? {};
  return { ...(attemptLimit !== undefined && { attemptLimit: Number(attemptLimit) }), ...(attemptAbsoluteDurationLimit !== undefined && { attemptAbsoluteDurationLimit }) };
}

function objectives(element: XmlElement | undefined, adl: XmlElement[]): Record<string, unknown> {
  if (element === undefined) return {};
  const primary = first(element, 'primaryObjective');
  return {
    ...(primary !== undefined && { primaryObjective: { ...objective(primary, adl), isPrimary: true } }),
    objectives: elementsOf(element, 'objective').map((one) => objective(one, adl)),
  };
}

const MAPS = ['readSatisfiedStatus', 'readNormalizedMeasure', 'writeSatisfiedStatus', 'writeNormalizedMeasure'];
const MORE_MAPS = ['RawScore', 'MinScore', 'MaxScore', 'CompletionStatus', 'ProgressMeasure'].flatMap((name) => [`read${name}`, `write${name}`]);

function objective(element: XmlElement, adl: XmlElement[]): Record<string, unknown> {
  const objectiveID = element.attributes['objectiveID'] ?? '';
  const least = first(element, 'minNormalizedMeasure');
  const extended = adl.filter((one) => one !== element && one.attributes['objectiveID'] === objectiveID);
  const maps = [element, ...extended].flatMap((one) => elementsOf(one, 'mapInfo'));
  return {
    objectiveID,
    satisfiedByMeasure: element.attributes['satisfiedByMeasure'] === 'true',
    ...(least !== undefined && { minNormalizedMeasure: Number(textOf(least)) }),
    mapInfo: maps.map((map) => ({ targetObjectiveID: map.attributes['targetObjectiveID'] ?? '', ...flags(map, [...MAPS, ...MORE_MAPS]) })),
  };
}

function threshold(element: XmlElement): Record<string, unknown> {
  const given = first(element, 'completionThreshold');
  if (given === undefined) return {};
  const { minProgressMeasure, progressWeight } = given.attributes;
  const completedByMeasure = given.attributes['completedByMeasure'] === 'true';
  return {
    completionThreshold: {
      completedByMeasure,
      ...(minProgressMeasure !== undefined && { minProgressMeasure: Number(minProgressMeasure) }),
      ...(progressWeight !== undefined && { progressWeight: Number(progressWeight) }),
    },
  };
}
