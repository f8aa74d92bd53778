/** The areas of DigComp that are measured. */
export const AREAS = ['1', '2', '3', '4', '5'] as const;
