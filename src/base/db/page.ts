/** The rows that page `page` of a list shows, counted from 1, with `size` rows a page: where a statement cuts. */
export function pageOf(page: number, size: number): { limit: number; offset: number } {
  return { limit: size, offset: (page - 1) * size };
}

/** How many pages a list of `total` rows has with `size` rows a page; an empty list has one. */
export function pagesOf(total: number, size: number): number {
  return Math.max(1, Math.ceil(total / size));
}
