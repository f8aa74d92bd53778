import Type from 'typebox';
import { closed, nullable } from '../model.ts';

/** What a package may be at the most: bytes of the file, bytes unpacked, files in it, bytes of its manifest. */
export const PACKAGE_LIMITS = { bytes: 300 * 1_048_576, unpacked: 1024 * 1_048_576, files: 5_000, manifest: 4 * 1_048_576 } as const;

/** What a document kept for a package is for. */
export const PACKAGE_PURPOSE = 'learning.package';

/** The standards whose packages are played. */
export const STANDARDS = ['scorm-1.2', 'scorm-2004', 'cmi5'] as const;
/** One of them. */
export type Standard = (typeof STANDARDS)[number];

/** Something that was found in a package: the name of its sentence (`learning-packages.fault-…`) and its values. */
export const Finding = Type.Object(
  {
    name: Type.String({ description: 'Name of the sentence' }),
    values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), { description: 'What the sentence names' }),
  },
  closed,
);
export type Finding = Type.Static<typeof Finding>;

/** A part of a package that is opened by itself: a SCO, an asset or an assignable unit. */
export const Item = Type.Object(
  {
    id: Type.String({ description: 'Identifier in the manifest; of cmi5 the address of the unit' }),
    title: Type.String({ description: 'Title' }),
    href: Type.String({ description: 'File or address with its parameters' }),
    tracked: Type.Boolean({ description: 'Whether it reports; an asset is done once it was opened' }),
    launchData: Type.String({ description: 'What the package wants to be given at launch' }),
    mastery: nullable(Type.Number({ description: 'Share of the score (0–1) that passes it; SCORM 1.2: 0–100' })),
    moveOn: Type.Enum(['Passed', 'Completed', 'CompletedAndPassed', 'CompletedOrPassed', 'NotApplicable'], { description: 'cmi5: what makes it done' }),
    maxTime: Type.String({ description: 'SCORM: the most time, as the manifest writes it' }),
    timeAction: Type.String({ description: 'SCORM: what happens when it is over' }),
  },
  closed,
);
export type Item = Type.Static<typeof Item>;

/** What the manifest of a package says: its parts in order, and for SCORM 2004 the tree of activities with its rules, as the engine of the player takes it (JSON). */
export type Structure = { standard: Standard; title: string; identifier: string; items: Item[]; tree: string | null };

/** How far somebody has come. */
export const Standing = {
  done: Type.Boolean({ description: 'Whether it counts as done' }),
  passed: nullable(Type.Boolean({ description: 'Passed or failed; null: not said' })),
  score: nullable(Type.Number({ description: 'Score from -1 to 1; null: none given' })),
  seconds: Type.Integer({ description: 'Seconds spent in it, all openings together' }),
};

/** Code of a package: how blocks of lessons name it. */
export const PackageCode = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80, description: 'Code of a package, as its page shows it' });
