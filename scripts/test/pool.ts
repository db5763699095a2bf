// Does work on a list, a few at a time.

/** Calls `work` on every item, at most `jobs` at once, and answers in the order of the items. */
export async function inPool<Item, Answer>(
  items: readonly Item[],
  jobs: number,
  work: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) answers[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(Math.ceil(jobs), items.length) }, worker));
  return answers;
}
