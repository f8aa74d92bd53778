import type { Why } from './rules.ts';

/** What a person wishes: at most so far (km), at least so much a month (đồng), kinds of post (empty: any), whether jobs outside are welcome. */
export type Wish = { mostKm: number | null; leastPay: number | null; postKinds: readonly string[]; outside: boolean };

/** What is known of an opening on the sides that people have wishes about. */
export type Known = { kind: string | null; pay: { from: number; to: number } | null; km: number | null };

/** One line for every wish that an opening does not meet, or of which it cannot be said; a wish that is met needs none. */
export function addWishes(wish: Wish, { kind, pay, km }: Known): Why[] {
  const lines: (Why | undefined)[] = [
    wish.mostKm === null
      ? undefined
      : km === null
        ? line('ask', 'wish-distance-unknown', { most: wish.mostKm })
        : km > wish.mostKm
          ? line('against', 'wish-distance', { km, most: wish.mostKm })
          : undefined,
    wish.leastPay === null
      ? undefined
      : pay === null
        ? line('ask', 'wish-pay-unknown', { least: wish.leastPay })
        : pay.to < wish.leastPay
          ? line('against', 'wish-pay', { to: pay.to, least: wish.leastPay })
          : undefined,
    kind === null
      ? wish.outside
        ? undefined
        : line('against', 'wish-outside', {})
      : wish.postKinds.length > 0 && !wish.postKinds.includes(kind)
        ? line('against', 'wish-kind', { kind })
        : undefined,
  ];
  return lines.filter((one) => one !== undefined);
}

function line(fit: 'ask' | 'against', code: string, values: Record<string, string | number>): Why {
  return { aspect: 'wish', fit, code: `transition-work.because-${code}`, values };
}
