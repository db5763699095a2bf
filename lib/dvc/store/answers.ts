// What the places of a store answered: an input of the verdict.

import type { Place } from "./places.ts";

/** What a place said of one hash; that it has nothing is no answer. */
export interface StoreAnswer {
  readonly place: Place;
  /** Empty where the place said nothing at all. */
  readonly hash: string;
  readonly state: "present" | "too-large" | "corrupt" | "silent";
}

export interface Answers {
  readonly add: (answer: StoreAnswer) => void;
  readonly all: () => readonly StoreAnswer[];
}

/** Of an object that was asked for with several limits, the answer that says most is kept. */
export function openAnswers(): Answers {
  const answers = new Map<string, StoreAnswer>();
  return {
    add: (answer) => {
      const key = `${answer.place.kind} ${answer.place.name} ${answer.hash}`;
      if (answer.state !== "too-large" || !answers.has(key)) answers.set(key, answer);
    },
    all: () => [...answers.values()],
  };
}
