import type { Confirming, FitStep, Task, TaskCounts, Work } from "@/api/propertyTypes";

export const DESCRIPTION_LIMIT = 150;
export const FITTED_LIMIT = 20;
/** The property's explicit answer where a guest wished nothing; the API knows the same sentence. */
export const NONE_NOTED = "客人无特殊要求";

/** What was changed of a proposal; untouched parts stay the proposal's. */
export interface Edit {
  tags?: string[];
  words?: string;
  phone?: string;
}

export interface Draft {
  tags: string[];
  words: string;
  phone: string;
  noneNoted: boolean;
  /** Of the whole description, its first line included, as WeCom counts it. */
  length: number;
  missing: Work[];
}

/** The description without its first line, the nickname. */
export function wordsOf(description: string, nickname: string): string {
  const [first, ...rest] = description.split("\n");
  return first === nickname ? rest.join("\n") : description;
}

export const isNoneNoted = (words: string): boolean => words.trim().replace(/[。.]$/, "") === NONE_NOTED;

/** What stands there again when 客人无特殊要求 is taken back. */
export function proposedWords({ proposal }: Task): string {
  const words = wordsOf(proposal.description, proposal.nickname);
  return isNoneNoted(words) ? "" : words;
}

/** Enough digits to be a number; whether it is one, the server says. */
export const looksLikePhone = (text: string): boolean => text.replace(/\D/g, "").length >= 7;

/** The remark as it would be confirmed right now, and which of the four works it lacks. */
export function draftOf(task: Task, edit: Edit = {}): Draft {
  const { proposal, guest } = task;
  const tags = edit.tags ?? proposal.tags.filter(({ chosen }) => chosen).map(({ name }) => name);
  const words = edit.words ?? wordsOf(proposal.description, proposal.nickname);
  const phone = edit.phone ?? "";
  const length = proposal.nickname.length + 1 + words.length;
  const missing: Work[] = [];
  if (tags.length === 0) missing.push("tags");
  if (!guest.phone && !looksLikePhone(phone)) missing.push("phone");
  if (words.trim() === "" || length > DESCRIPTION_LIMIT) missing.push("description");
  return { tags, words, phone, noneNoted: isNoneNoted(words), length, missing };
}

export function bodyOf(task: Task, draft: Draft): Confirming {
  return {
    tags: draft.tags,
    description: `${task.proposal.nickname}\n${draft.words.trim()}`,
    none_noted: draft.noneNoted,
    ...(task.guest.phone ? {} : { phone: draft.phone.trim() }),
  };
}

/** What was shortened, said once: without the year there is no century to speak of. */
export const stepsSaid = (steps: readonly FitStep[]): FitStep[] => steps.filter((step) => step !== "century" || !steps.includes("year"));

/** The list as it is worked through: skipped ones go behind, in the order they were skipped. */
export function inOrder(tasks: readonly Task[], skipped: readonly string[], gone: ReadonlySet<string>): Task[] {
  const left = tasks.filter(({ id }) => !gone.has(id));
  const place = (task: Task) => skipped.indexOf(task.id);
  return [...left.filter((task) => place(task) < 0), ...left.filter((task) => place(task) >= 0).toSorted((a, b) => place(a) - place(b))];
}

/** The counts with one task done, until the server's own come. */
export function countsWithout(counts: TaskCounts, task: Task): TaskCounts {
  return {
    open: Math.max(0, counts.open - 1),
    missing_phone: Math.max(0, counts.missing_phone - (task.guest.phone ? 0 : 1)),
    overdue: Math.max(0, counts.overdue - (task.overdue ? 1 : 0)),
    done_today: counts.done_today + 1,
  };
}
