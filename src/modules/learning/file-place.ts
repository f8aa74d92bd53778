import { Problem } from '#base/problem/index.ts';

/** What keeping a file was refused with, at the field `file` of its form; with `code` in the words of that form. Anything else is thrown on as it is. */
export function atFile(problem: unknown, code?: string): never {
  if (!(problem instanceof Problem) || !problem.code.startsWith('document.')) throw problem;
  throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/file', code: code ?? problem.code, values: problem.values }]);
}
