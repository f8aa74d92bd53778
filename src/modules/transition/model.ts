/** Closed objects: a field that is not described is refused. */
export const closed = { additionalProperties: false } as const;

/** Permissions that the operations of this module ask for. */
export const permissions = ['transition.propose-pay', 'transition.decide-pay'];
