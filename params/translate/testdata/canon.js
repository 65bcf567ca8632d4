// Canonical forms of values; the cells follow.
function canon(v) {
  if (v === null) return "N";
  if (typeof v === "boolean") return v ? "T" : "F";
  if (typeof v === "bigint") return "i" + v;
  if (typeof v === "number") {
    if (v !== v) return "dnan";
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(v);
    return "d" + bytes.toString("hex");
  }
  if (typeof v === "string") return "s" + Buffer.from(v).toString("hex");
  if (Array.isArray(v)) return "[" + v.map(canon).join(",") + "]";
  return "{" + Object.entries(v).map(([k, e]) => Buffer.from(k).toString("hex") + ":" + canon(e)).sort().join(",") + "}";
}
var lines = [];
