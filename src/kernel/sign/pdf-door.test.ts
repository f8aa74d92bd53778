import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeDoor, type Reader } from './pdf-door.ts';

/** A door with what happened at it: who was let in, in which order, and how to let the first one inside go. */
function watched(capacity = { rooms: 2, guests: 1, waiting: { staff: 3, guest: 2 } }) {
  const door = makeDoor(capacity);
  const inside: { who: string; reader: Reader; leave: () => void }[] = [];
  const refused: string[] = [];
  const come = async (who: string, reader: Reader) => {
    await door.enter(reader).then(
      (leave) => inside.push({ who, reader, leave }),
      () => refused.push(who),
    );
  };
  const settle = async () => new Promise<void>((done) => void setImmediate(done));
  const go = async (who: string) => {
    const at = inside.findIndex((one) => one.who === who);
    if (at >= 0) inside.splice(at, 1)[0]?.leave();
    await settle();
  };
  return { inside: () => inside.map(({ who }) => who), refused, kinds: () => inside.map(({ reader }) => reader), come, go, settle };
}

describe('two rooms, one of them for guests', () => {
  test('strangers who send one file after the other never keep somebody at work waiting', async () => {
    const door = watched();
    for (const who of ['g1', 'g2', 'g3']) void door.come(who, 'guest');
    await door.settle();
    expect(door.inside()).toEqual(['g1']);
    void door.come('s1', 'staff');
    await door.settle();
    expect(door.inside()).toEqual(['g1', 's1']);
  });

  test('the guest who finds all places for waiting taken is told so at once', async () => {
    const door = watched();
    for (const who of ['g1', 'g2', 'g3', 'g4']) void door.come(who, 'guest');
    await door.settle();
    expect(door.refused).toEqual(['g4']);
    const { enter } = makeDoor({ rooms: 1, guests: 1, waiting: { staff: 0, guest: 0 } });
    await enter('guest');
    await expect(enter('guest')).rejects.toMatchObject({ kind: 'limit', code: 'sign.busy' });
  });

  test('without guests people at work use both rooms, and each waits for as long as it takes, in their order, before any guest', async () => {
    const door = watched();
    for (const who of ['s1', 's2', 's3', 's4']) void door.come(who, 'staff');
    void door.come('g1', 'guest');
    await door.settle();
    expect(door.inside()).toEqual(['s1', 's2']);
    await door.go('s2');
    expect(door.inside()).toEqual(['s1', 's3']);
    await door.go('s1');
    expect(door.inside()).toEqual(['s3', 's4']);
    await door.go('s3');
    expect(door.inside()).toEqual(['s4', 'g1']);
  });

  test('whatever comes and goes: never more inside than there are rooms, never more guests than theirs, and nobody waits before a free room', async () => {
    const act = fc.oneof(fc.constantFrom<Reader>('guest', 'staff'), fc.nat({ max: 1 }));
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
        const door = watched({ rooms: 2, guests: 1, waiting: { staff: 100, guest: 100 } });
        const waiting = { guest: 0, staff: 0 };
        for (const [index, one] of acts.entries()) {
          const before = door.kinds();
          if (typeof one === 'string') {
            waiting[one] += 1;
            void door.come(String(index), one);
            await door.settle();
          } else await door.go(door.inside()[one] ?? '');
          const gone = typeof one === 'string' ? [] : before.slice(one, one + 1);
          for (const kind of ['guest', 'staff'] as const) {
            const count = (kinds: Reader[]) => kinds.filter((each) => each === kind).length;
            waiting[kind] -= count(door.kinds()) - count(before) + count(gone);
          }
          const guests = door.kinds().filter((kind) => kind === 'guest').length;
          expect(door.kinds().length).toBeLessThanOrEqual(2);
          expect(guests).toBeLessThanOrEqual(1);
          if (door.kinds().length < 2) expect([waiting.staff, guests === 1 ? 0 : waiting.guest]).toEqual([0, 0]);
        }
      }),
    );
  });
});
