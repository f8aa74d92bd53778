import { found } from '#base/problem/index.ts';
import { orErrorPage } from '#web/load.ts';
import { reference } from '../../v1/reference.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  orErrorPage(event, async () => {
    const { module, operations } = found(
      reference(event.locals.ctx.services).modules.find((one) => one.module === event.params.module),
      'operation.no-operation',
    );
    return { module, operations: operations.map(({ name, method, path, summary, permission }) => ({ name, method, path, summary, permission })) };
  });
