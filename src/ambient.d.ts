import type { Translate } from '#base/text/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

declare global {
  namespace App {
    interface Error {
      /** Of a defect: the id of the request, under which the log tells more. */
      id?: string;
    }
    interface PageData {
      /** The entry of the section under which the page belongs, where its own address does not tell it. */
      menuEntry?: string | undefined;
    }
    interface Locals {
      /** The surroundings of this request's operations: who asks, in which language, why. */
      ctx: Ctx;
      t: Translate;
      /** The id of the sign-in session, for signing out; undefined when nobody is signed in. */
      sessionId: string | undefined;
    }
  }
}
