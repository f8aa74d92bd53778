/** Where a signature shows on the sheet: page from 1, distances in millimetres from the left and the top edge. */
export type Place = { page: number; x: number; y: number; width: number; height: number };

/** Points (1/72 inch) in a millimetre. */
const POINTS = 72 / 25.4;

/** The rectangle of a place in PDF units on a page of that height (points): left, bottom, right, top. */
export function rectangleOf(place: Place, pageHeight: number): [number, number, number, number] {
  const points = (mm: number): number => Math.round(mm * POINTS * 100) / 100;
  const top = pageHeight - points(place.y);
  return [points(place.x), top - points(place.height), points(place.x + place.width), top];
}
