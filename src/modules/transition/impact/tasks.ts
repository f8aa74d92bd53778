import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { closed } from '../model.ts';

const TaskFile = Type.Object(
  {
    about: Type.String(),
    verified: Type.Boolean(),
    kinds: Type.Array(
      Type.Object(
        { key: Type.String(), title_vi: Type.String(), title_en: Type.String(), tasks: Type.Array(Type.Object({ vi: Type.String(), en: Type.String() }, closed)) },
        closed,
      ),
    ),
  },
  closed,
);

/** Lists of tasks of common kinds of post, from which an assessment starts; throws typebox's `ParseError` when the file has another form. */
export function readTasks(root: string): Static<typeof TaskFile> {
  return Value.Parse(TaskFile, JSON.parse(readFileSync(join(root, 'content', 'transition', 'tasks.json'), 'utf8')));
}
