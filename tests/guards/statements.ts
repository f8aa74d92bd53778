import ts from 'typescript';
import { collect, lineOf, treeOf, type Source } from './sources.ts';

/** An SQL text of the code: what stands in a sql`…` template, with `?` for each value put in. */
export type Statement = { at: string; sql: string };

/** Every sql`…` of a file. */
export function statementsOf(source: Source): Statement[] {
  const tree = treeOf(source);
  return collect(tree, (node) => {
    if (!ts.isTaggedTemplateExpression(node) || !/^sql(\.|$)/.test(node.tag.getText(tree))) return undefined;
    const { template } = node;
    const sql = ts.isNoSubstitutionTemplateLiteral(template) ? template.text : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)].join('?');
    return { at: `${source.path}:${lineOf(tree, node.getStart(tree))}`, sql: sql.replace(/--[^\n]*/g, '') };
  });
}

/** The schemas that a statement names, of those that there are. */
export function schemasOf({ sql }: Statement, schemas: string[]): string[] {
  return schemas.filter((schema) => new RegExp(`(?<![\\w.'])${schema}\\.[a-z_]+`).test(sql));
}

/**
 * Whether a statement takes all columns of a stored table, whatever they are. Counting rows is fine, and so are the columns that the
 * statement itself has named before, in a subquery or a table of its own.
 */
export function takesAllColumns({ sql }: Statement): boolean {
  const stars = [...sql.matchAll(/([a-z_]+)\.\*/g)].map(([, name]) => name ?? '');
  const isStored = (name: string) => new RegExp(`\\b(from|join|into|update)\\s+[a-z_]+\\.(${name}\\b(?!\\s+as\\b)|[a-z_]+\\s+as\\s+${name}\\b)`).test(sql);
  return /\bselect\s+(distinct\s+)?\*\s+from\s+[a-z_]+\.[a-z_]+|\breturning\s+\*/.test(sql) || stars.some(isStored);
}
