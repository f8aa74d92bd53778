import { readContent } from '#content/index.ts';
import { translator } from '#base/text/index.ts';
import type { Manifest } from '#kernel/manifest/index.ts';
import type { AnyOperation } from '#kernel/operation/index.ts';
import type { Command } from '../src/cli/command.ts';

const HEAD = `# Reference

Made by \`npm run api\` from the program itself; a test compares. Do not edit: change the operation, set or role and run it again.
The same operations as OpenAPI 3.1: [docs/api/openapi.json](../api/openapi.json), on a running server \`/api/v1/openapi.json\`.
Environment variables: [docs/operators/install.md](../operators/install.md).`;

/** The reference for developers in Markdown: modules, operations, commands, sets, kinds of fact, roles. `root` is where `locales/` lies. */
export function reference(manifests: Manifest[], commands: Command[], root: string): string {
  const t = translator('en', root);
  const vi = translator('vi', root);
  const titles = (key: string) => `${t(key)} (${vi(key)})`;
  const sections = [
    HEAD,
    section('Modules', manifests.map(moduleLine)),
    section('Commands', commands.flatMap(commandLines)),
    '## Operations\n\nIn brackets: the permission. `public`: anyone; `signed-in`: every person with an account.',
    ...manifests.filter(({ operations }) => operations.length > 0).map(({ name, operations }) => `### ${name}\n\n${operations.map(operationText).join('\n\n')}`),
    section(
      'Sets',
      manifests.flatMap(({ sets }) =>
        sets.map((set) => {
          const divisions = Object.keys(set.dimensions);
          const by = divisions.length === 0 ? '' : ` By ${divisions.join(', ')}.`;
          const group = set.people ? ` Small groups are protected${set.base === undefined ? '' : `, by the group of \`${set.base}\``}.` : '';
          return `- \`${set.name}\` (${set.measure}): ${titles(set.title)}. ${t(set.about)}${by}${group} Single records: \`${set.see}\`. Changes with: ${set.facts.map((fact) => `\`${fact}\``).join(', ')}.`;
        }),
      ),
    ),
    section(
      'Ratios',
      manifests.flatMap(({ ratios }) => ratios.map((ratio) => `- \`${ratio.name}\`: ${titles(ratio.title)}. \`${ratio.numerator}\` over \`${ratio.denominator}\`.`)),
    ),
    section(
      'Kinds of fact',
      manifests.flatMap(({ facts }) =>
        facts.map(
          ({ name, data }) =>
            `- \`${name}\`${
              fieldsOf(data)
                .map(({ field }) => ` \`${field}\``)
                .join('') || ' (no data)'
            }`,
        ),
      ),
    ),
    roleTable(),
  ];
  return `${sections.join('\n\n')}\n`;
}

function section(title: string, lines: string[]): string {
  return `## ${title}\n\n${lines.join('\n') || 'None.'}`;
}

function moduleLine({ name, operations, sets, ratios, facts, jobs }: Manifest): string {
  const place = name === 'kernel' ? 'src/kernel' : `src/modules/${name}`;
  return `- \`${name}\` (${place}): ${operations.length} operations, ${sets.length} sets, ${ratios.length} ratios, ${facts.length} kinds of fact, ${jobs.length} jobs`;
}

function commandLines({ name, words, summary, options }: Command): string[] {
  const lines = Object.entries(options).map(([option, { type, value, help }]) => `  - \`--${option}${type === 'string' ? ` ${value ?? 'TEXT'}` : ''}\`: ${help}`);
  return [`- \`khue ${[name, ...words].join(' ')}\`: ${summary}`, ...lines];
}

function operationText({ name, kind, http, permission, summary, input, looksAt, exports }: AnyOperation): string {
  const marks = [kind, `[${permission}]`, ...(looksAt === undefined ? [] : ['asks for a purpose']), ...(exports === true ? ['leaves as a file'] : [])];
  const fields = fieldsOf(input).map(({ field, description, required }) => `- \`${field}\`${required ? '' : ' (may be left out)'}${description === '' ? '' : `: ${description}`}`);
  return [`#### ${name}`, '', `\`${http}\` · ${marks.join(' · ')}`, '', summary, ...(fields.length === 0 ? [] : ['', ...fields])].join('\n');
}

function roleTable(): string {
  const { roles, permissions, everyone } = readContent();
  const rows = roles.map(
    (role) => `- \`${role.key}\`: ${role.title_en} (${role.title_vi})${role.available ? '' : ', not granted yet'}${role.permissions.map((name) => `\n  - \`${name}\``).join('')}`,
  );
  const names = permissions.map(({ name, title_en, title_vi }) => `- \`${name}\`: ${title_en} (${title_vi})${everyone.includes(name) ? '; everyone who is signed in' : ''}`);
  return `${section('Permissions', names)}\n\n${section('Roles', rows)}`;
}

/** The fields of an object's schema, in their order. */
function fieldsOf(schema: object): { field: string; description: string; required: boolean }[] {
  const properties = entries('properties' in schema ? schema.properties : undefined);
  const required = 'required' in schema && Array.isArray(schema.required) ? schema.required.map(String) : [];
  return properties.map(([field, value]) => ({ field, description: descriptionOf(value), required: required.includes(field) }));
}

function descriptionOf(schema: unknown): string {
  const own = entries(schema).find(([key]) => key === 'description')?.[1];
  return typeof own === 'string' ? own : '';
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
