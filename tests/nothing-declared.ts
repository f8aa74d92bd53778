import { declare } from '#kernel/manifest/index.ts';

// A file that shares its process with others begins with nothing declared, as in a process of its own.
declare([]);
