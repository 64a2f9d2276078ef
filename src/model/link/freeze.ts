/** Freezes an entity and the plain data in it. Other entities are left to their own turn: following them would never end. */
export function freezeEntity(entity: object): void {
  Object.freeze(entity);
  for (const key in entity) freezeData((entity as Record<string, unknown>)[key]);
}

function freezeData(value: unknown): void {
  if (typeof value !== "object" || value === null || "path" in value || Object.isFrozen(value)) return;
  Object.freeze(value);
  if (!Array.isArray(value)) {
    for (const key in value) freezeData((value as Record<string, unknown>)[key]);
    return;
  }
  // A list holds one kind of thing: texts and entities need no look at each.
  const [first] = value;
  if (typeof first === "object" && first !== null && !("path" in first)) for (const item of value) freezeData(item);
}
