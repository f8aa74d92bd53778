import { found } from '#base/problem/index.ts';
import { orErrorPage } from '#web/load.ts';
import { reference } from '../../v1/reference.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  orErrorPage(event, async () => {
    const all = reference(event.locals.ctx.services).modules.flatMap(({ module, operations }) => operations.map((operation) => ({ module, operation })));
    return found(
      all.find(({ operation }) => operation.name === event.params.name),
      'operation.no-operation',
    );
  });
