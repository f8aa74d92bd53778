import ts from 'typescript';
import { collect, lineOf, treeOf, type Source } from './sources.ts';

const FILE_LINES = 300;
const FUNCTION_LINES = 40;

/** Files of more than 300 lines. */
export function longFiles(sources: Source[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const lines = text.replace(/\n$/, '').split('\n').length;
    return lines > FILE_LINES ? [`${path}: ${lines} lines`] : [];
  });
}

/** Functions of more than 40 lines. */
export function longFunctions(source: Source): string[] {
  const tree = treeOf(source);
  return collect(tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return undefined;
    const [first, last] = [lineOf(tree, node.getStart(tree)), lineOf(tree, node.end)];
    const lines = last - first + 1;
    return lines > FUNCTION_LINES ? `${source.path}:${first}: ${lines} lines` : undefined;
  });
}

/** Default exports. */
export function defaultExports(source: Source): string[] {
  const tree = treeOf(source);
  return collect(tree, (node) => {
    const isDefault = ts.isExportAssignment(node) || (node.kind === ts.SyntaxKind.DefaultKeyword && !ts.isDefaultClause(node.parent));
    return isDefault ? `${source.path}:${lineOf(tree, node.getStart(tree))}` : undefined;
  });
}

/** Places where the types are overruled: `any`, `!` after an expression, `as` (except `as const`), comments that switch the checker off. */
export function overruledTypes(source: Source): string[] {
  const tree = treeOf(source);
  const found = collect(tree, (node) => {
    const at = `${source.path}:${lineOf(tree, node.getStart(tree))}`;
    if (node.kind === ts.SyntaxKind.AnyKeyword) return `${at}: any`;
    if (ts.isNonNullExpression(node)) return `${at}: !`;
    if (ts.isAsExpression(node) && node.type.getText(tree) !== 'const') return `${at}: as ${node.type.getText(tree)}`;
    if (ts.isTypeAssertionExpression(node)) return `${at}: <…>`;
    return undefined;
  });
  const silenced = [...source.text.matchAll(/@ts-(ignore|nocheck|expect-error)|oxlint-disable|eslint-disable|prettier-ignore/g)];
  return [...found, ...silenced.map(([word]) => `${source.path}: ${word}`)];
}
