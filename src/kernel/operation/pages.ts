import Type from 'typebox';

/** Input: the page of a list that is asked for, from 1; the first when left out. */
export const PageNumber = Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: 'Page, from 1' }));

/** Output: where a page of a list stands. */
export const place = {
  page: Type.Integer({ description: 'Page that is shown' }),
  pages: Type.Integer({ description: 'How many pages there are' }),
};

/** Output: the same with how long the list is. */
export const paged = { total: Type.Integer({ description: 'How many there are in all' }), ...place };
