import assert from "node:assert/strict";
import test from "node:test";
import { commandOf, helpLines, keymap, type Binding, type Place } from "../src/keys";

const press = (key: string, held: { shiftKey?: boolean; ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean } = {}) =>
  ({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

test("every key of the table gives its command, and stands in the help", () => {
  for (const place of Object.keys(keymap) as Place[]) {
    const named = helpLines(place).flatMap(({ keys }) => keys);
    assert.equal(new Set(named).size, named.length, `${place}: a key stands twice in ${named}`);
    for (const [name, binding] of Object.entries<Binding>(keymap[place].bindings)) {
      for (const key of binding.keys) {
        const held = { ctrlKey: binding.control === true, shiftKey: binding.shift === true || key === "?" };
        assert.equal(commandOf(place, press(key, held)), name, `${place}: ${key}`);
      }
    }
    assert.equal(named.length, Object.values<Binding>(keymap[place].bindings).length);
  }
});

test("keys of the browser and of the system stay theirs", () => {
  assert.equal(commandOf("page", press("n", { ctrlKey: true })), null);
  assert.equal(commandOf("pair", press("d", { metaKey: true })), null);
  assert.equal(commandOf("grid", press("ArrowLeft", { altKey: true })), null);
  assert.equal(commandOf("grid", press("ArrowLeft", { shiftKey: true })), null);
});
