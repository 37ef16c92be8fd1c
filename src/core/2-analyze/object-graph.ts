import type ts from "typescript";

/** A class of objects that cannot be told apart; 0 stands for values that are no objects. */
export type ObjectClass = number;

export const noObject: ObjectClass = 0;

/** A place at which an object is changed. */
export interface Mutation {
  /** The function that changes it. */
  readonly by: ts.Node;
  /** Unknown code is given the object there, and may change it. */
  readonly isGuess: boolean;
  /** The object is named by a variable of the function's own. */
  readonly isOwn: boolean;
  /** That variable was declared with a new object: it did not come from outside. */
  readonly isMade: boolean;
}

/** What is known of a class of objects; of one that was joined with another only `parent` counts. */
interface Entry {
  parent: ObjectClass;
  /** What its elements are, and all that is taken out of it or put into it by a name that is not constant. */
  elements: ObjectClass;
  /** What its properties are, by name; undefined from when one was used by a name that is not constant. */
  fields: Map<string, ObjectClass> | undefined;
  /** Holds, beside its elements, things from outside; and whether any element has been taken out of it. */
  holdsOutside: boolean;
  loaded: boolean;
  /** Reachable by code that the analysis does not see. */
  escaped: boolean;
  /** Handed to code that may keep it and go on while the program waits. */
  handed: boolean;
  /** No object has been seen to get here: the class stands for a variable or a part that holds texts, numbers and the like. */
  vacant: boolean;
  /** Nothing puts anything into its objects but what the file does; those of the language's own making come with parts. */
  plain: boolean;
  /** Where objects of the class are changed. */
  readonly mutations: Mutation[];
  /** What they read when they are read. */
  readonly linked: ObjectClass[];
}

/**
 * Which objects may be the same, and what they hold: unification-based points-to analysis (B. Steensgaard, "Points-to Analysis in
 * Almost Linear Time", POPL 1996) with a class for each property of a class of objects, so that `{ id, found }` does not make `found` a part
 * of whatever else holds `id`. Everything from outside the file is one class, `outside`.
 */
export class ObjectGraph {
  readonly outside: ObjectClass;
  readonly #entries: Entry[] = [];
  /** Worked out when all of the file has been seen. */
  readonly #reach = new Map<ObjectClass, readonly ObjectClass[]>();
  #mutationsOfEscaped: readonly Mutation[] | undefined;

  constructor() {
    this.fresh();
    this.outside = this.fresh();
    const outside = this.#at(this.outside);
    outside.elements = this.outside;
    outside.fields = undefined;
    outside.escaped = true;
  }

  /** An object that is made. */
  fresh(): ObjectClass {
    return this.#add(false, false);
  }

  /** A literal: it holds what the file puts into it. */
  freshLiteral(): ObjectClass {
    return this.#add(false, true);
  }

  /** What a variable holds, or a function returns: nothing, until something is seen to get there. */
  vacancy(): ObjectClass {
    return this.#add(true, true);
  }

  #add(vacant: boolean, plain: boolean): ObjectClass {
    const object = this.#entries.length;
    this.#entries.push({
      parent: object,
      elements: noObject,
      fields: new Map(),
      holdsOutside: false,
      loaded: false,
      escaped: false,
      handed: false,
      vacant,
      plain,
      mutations: [],
      linked: [],
    });
    return object;
  }

  /** A value all of whose parts are of the same class: the answer of a tool. */
  freshTree(): ObjectClass {
    const object = this.fresh();
    this.#at(object).elements = object;
    this.#at(object).fields = undefined;
    return object;
  }

  find(object: ObjectClass): ObjectClass {
    let root = object;
    while (this.#at(root).parent !== root) root = this.#at(root).parent;
    for (let at = object; at !== root;) {
      const entry = this.#at(at);
      at = entry.parent;
      entry.parent = root;
    }
    return root;
  }

  /** What the objects of a class hold, to be taken out of them by a name or place that is not known. */
  elementsOf(object: ObjectClass): ObjectClass {
    if (object === noObject) return this.vacancy();
    const root = this.#withoutFields(object);
    const slot = this.#slotOf(root);
    const entry = this.#at(root);
    entry.loaded = true;
    if (entry.holdsOutside) this.unify(slot, this.outside);
    return this.find(slot);
  }

  /** The same for a property of a constant name. */
  fieldOf(object: ObjectClass, name: string): ObjectClass {
    if (object === noObject) return this.vacancy();
    const root = this.find(object);
    const { fields } = this.#at(root);
    if (!fields) return this.elementsOf(root);
    const known = fields.get(name);
    if (known !== undefined) return this.find(known);
    const field = this.#part(root);
    fields.set(name, field);
    return field;
  }

  storeField(holder: ObjectClass, name: string, value: ObjectClass): void {
    if (holder === noObject || value === noObject) return;
    if (this.#at(this.find(holder)).fields) this.unify(this.fieldOf(holder, name), value);
    else this.storeElement(holder, value);
  }

  /**
   * Puts a value into an object, at a place that is not known. That an object holds something from outside is only noted, so that
   * `[input.topic, items]` does not make `items` a thing from outside; whatever takes a value out again may get either.
   */
  storeElement(holder: ObjectClass, value: ObjectClass): void {
    if (holder === noObject || value === noObject) return;
    const root = this.#withoutFields(holder);
    this.#put(root, value);
  }

  #put(root: ObjectClass, value: ObjectClass): void {
    const outside = this.find(this.outside);
    const isOutside = this.find(value) === outside && root !== outside;
    const entry = this.#at(root);
    if (isOutside && !entry.loaded) entry.holdsOutside = true;
    else this.unify(this.#slotOf(root), value);
  }

  unify(first: ObjectClass, second: ObjectClass): ObjectClass {
    if (first === noObject) return second;
    if (second === noObject) return first;
    const pending: [ObjectClass, ObjectClass][] = [[first, second]];
    for (let pair = pending.pop(); pair; pair = pending.pop()) {
      const a = this.find(pair[0]);
      const b = this.find(pair[1]);
      if (a === b) continue;
      const [into, from] = [this.#at(a), this.#at(b)];
      from.parent = a;
      const fields = [...(into.fields ?? []), ...(from.fields ?? [])];
      const hasFields = into.fields !== undefined && from.fields !== undefined;
      if (into.elements === noObject) into.elements = from.elements;
      else if (from.elements !== noObject) pending.push([into.elements, from.elements]);
      into.vacant &&= from.vacant;
      const plain = into.plain && from.plain;
      into.plain = plain;
      if (!plain) for (const part of [into.elements, ...fields.map(([, field]) => field)]) this.#fill(part);
      into.holdsOutside ||= from.holdsOutside;
      into.loaded ||= from.loaded;
      into.mutations.push(...from.mutations);
      into.linked.push(...from.linked);
      const [handed, escaped] = [into.handed || from.handed, into.escaped || from.escaped];
      into.fields = hasFields ? new Map() : undefined;
      for (const [name, field] of fields) {
        if (!into.fields) pending.push([this.#slotOf(a), field]);
        else if (into.fields.has(name)) pending.push([into.fields.get(name)!, field]);
        else into.fields.set(name, field);
      }
      if (into.holdsOutside && into.loaded) pending.push([this.#slotOf(a), this.outside]);
      // What one of them had brought with it now holds for all that both hold.
      if (handed) {
        into.handed = false;
        for (const [, field] of fields) this.hand(field);
        this.hand(a);
      }
      if (escaped) {
        into.escaped = false;
        for (const [, field] of fields) this.escape(field);
        this.escape(a);
      }
    }
    return this.find(first);
  }

  /** Marks what unknown code can reach: the class and, now and later, all that it holds. */
  escape(object: ObjectClass): void {
    this.#mark(object, (entry) => {
      if (entry.escaped) return false;
      entry.escaped = true;
      // Unknown code may put things into whatever it reaches.
      entry.plain = false;
      for (const part of [entry.elements, ...(entry.fields?.values() ?? [])]) this.#fill(part);
      return true;
    });
  }

  /** Says that something may be here that was not seen to get here. */
  #fill(object: ObjectClass): void {
    const pending = [object];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const entry = this.#at(this.find(next));
      if (next === noObject || (!entry.vacant && !entry.plain)) continue;
      entry.vacant = false;
      entry.plain = false;
      pending.push(entry.elements, ...(entry.fields?.values() ?? []));
    }
  }

  /** Marks what code may keep that goes on while the program waits. */
  hand(object: ObjectClass): void {
    this.#mark(object, (entry) => {
      if (entry.handed) return false;
      entry.handed = true;
      if (entry.holdsOutside) this.#at(this.find(this.outside)).handed = true;
      return true;
    });
  }

  /** Whoever reads `object` reads `behind`, though it holds nothing of it. */
  link(object: ObjectClass, behind: ObjectClass): void {
    if (object !== noObject && behind !== noObject) this.#at(this.find(object)).linked.push(behind);
  }

  mutate(object: ObjectClass, mutation: Mutation): void {
    if (object !== noObject) this.#at(this.find(object)).mutations.push(mutation);
  }

  get all(): readonly ObjectClass[] {
    return this.#entries.flatMap(({ parent, vacant }, object) =>
      parent === object && !vacant ? [object] : [],
    );
  }

  /** Whether its properties are told apart. */
  hasFields(object: ObjectClass): boolean {
    return this.#at(this.find(object)).fields !== undefined;
  }

  isVacant(object: ObjectClass): boolean {
    return this.#at(this.find(object)).vacant;
  }

  isEscaped(object: ObjectClass): boolean {
    return this.#at(this.find(object)).escaped;
  }

  isHandedOver(object: ObjectClass): boolean {
    return this.#at(this.find(object)).handed;
  }

  mutationsOf(object: ObjectClass): readonly Mutation[] {
    return this.#at(this.find(object)).mutations;
  }

  /** Where objects are changed that unknown code, or code that is not seen through, can reach. */
  mutationsOfEscaped(): readonly Mutation[] {
    this.#mutationsOfEscaped ??= this.#entries.flatMap(({ parent, escaped, mutations }, object) =>
      parent === object && escaped ? mutations : [],
    );
    return this.#mutationsOfEscaped;
  }

  /** The class itself and all that can be reached from it. */
  reach(object: ObjectClass): readonly ObjectClass[] {
    const root = this.find(object);
    const known = this.#reach.get(root);
    if (known) return known;
    const list = this.reachNow(root);
    this.#reach.set(root, list);
    return list;
  }

  /** The same as far as the file has been seen. */
  reachNow(object: ObjectClass): readonly ObjectClass[] {
    const reached = new Set<ObjectClass>();
    const pending = [object];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const at = this.find(next);
      if (at === noObject || reached.has(at) || this.#at(at).vacant) continue;
      reached.add(at);
      const { elements, fields, holdsOutside, linked } = this.#at(at);
      pending.push(elements, ...(fields?.values() ?? []), ...linked);
      if (holdsOutside) pending.push(this.outside);
    }
    return [...reached];
  }

  #at(object: ObjectClass): Entry {
    return this.#entries[object]!;
  }

  #slotOf(root: ObjectClass): ObjectClass {
    const entry = this.#at(root);
    if (entry.elements === noObject) entry.elements = this.#part(root);
    return this.find(entry.elements);
  }

  /** Something that objects of a class hold: whoever has them has it. */
  #part(root: ObjectClass): ObjectClass {
    const isVacant = this.#at(root).plain && !this.#at(root).escaped;
    const part = this.#add(isVacant, isVacant);
    this.#at(part).escaped = this.#at(root).escaped;
    this.#at(part).handed = this.#at(root).handed;
    return part;
  }

  /** From here on no property of the class is told from another. */
  #withoutFields(object: ObjectClass): ObjectClass {
    const root = this.find(object);
    const { fields } = this.#at(root);
    this.#at(root).fields = undefined;
    for (const field of fields?.values() ?? []) this.#put(this.find(root), field);
    return this.find(root);
  }

  #mark(object: ObjectClass, mark: (entry: Entry) => boolean): void {
    const pending = [object];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const at = this.find(next);
      if (at === noObject || !mark(this.#at(at))) continue;
      const { elements, fields } = this.#at(at);
      pending.push(elements, ...(fields?.values() ?? []));
    }
  }
}
