import assert from "node:assert/strict";
import test from "node:test";
import { csv, markdown, markdownText } from "../src/copy";

test("tables as CSV and Markdown", () => {
  const rows = [["", "n", "a|b"], ['say "hi"', "1.5", "x,y"], ["two\nlines", "\u22122", "*"]];
  assert.equal(csv(rows), ',n,a|b\r\n"say ""hi""",1.5,"x,y"\r\n"two\nlines",\u22122,*\r\n');
  assert.equal(markdown({ rows, left: 0 }), '|  | n | a\\|b |\n| --- | ---: | --- |\n| say "hi" | 1.5 | x,y |\n| two<br>lines | \u22122 | \\* |\n');
});

test("a cell of Markdown is bold and marked, its text is not", () => {
  const rows = [["run", "mse"], ["**a**", { text: "0.5", bold: true, mark: " (▲ =)" }], ["b", "–"]];
  assert.equal(markdown({ rows, left: 0, above: ["baseline: a"], below: ["**bold** best"] }),
    "baseline: a\n\n| run | mse |\n| --- | ---: |\n| \\*\\*a\\*\\* | **0.5 (▲ =)** |\n| b | – |\n\n**bold** best\n");
});

test("Markdown shows text as it is", () => {
  assert.equal(markdownText("a_b _c_ <img src=x> [l](u) `code` $x$ ~~s~~ \\ & | >"), "a_b \\_c\\_ &lt;img src=x\\> \\[l\\](u) \\`code\\` \\$x\\$ \\~\\~s\\~\\~ \\\\ &amp; \\| \\>");
  assert.equal(markdownText("a\r\nb\rc\x1b[31m\u202etxt\t.\n"), "a<br>b\\\\rc\\\\x1b\\[31m\\\\u202etxt\\\\t.");
});

test("no cell of a CSV file is a formula", () => {
  assert.equal(csv([["=1+1", "+x", "-5", "-0.5e-3", "-inf", "@a", " =b", "-a"]]), "'=1+1,'+x,-5,-0.5e-3,-inf,'@a,\"' =b\",'-a\r\n".replace('"\' =b"', "' =b"));
});
