// Which files are programs: by their endings, as nothing of the audited commit is ever run.

/** Endings of files that are programs; a directory that holds one is code too. */
export const CODE_ENDINGS: readonly string[] =
  ".py .ipynb .pyx .r .R .jl .sh .bash .js .mjs .ts .java .scala .kt .go .rs .c .cc .cpp .h .hpp .cu .rb .pl .lua .sql .m".split(
    " ",
  );

export function isProgram(name: string): boolean {
  return CODE_ENDINGS.some((ending) => name.endsWith(ending));
}
