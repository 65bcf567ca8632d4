# Canonical forms of values; the cells follow.
canon <- function(v) {
  if (is.null(v)) return("N")
  if (is.list(v)) {
    if (length(v) == 0) return("[]")
    inner <- vapply(v, canon, "")
    if (is.null(names(v))) return(paste0("[", paste(inner, collapse = ","), "]"))
    keys <- vapply(names(v), hex, "")
    return(paste0("{", paste0(keys, ":", inner, collapse = ","), "}"))
  }
  if (is.logical(v)) return(if (v) "T" else "F")
  if (is.character(v)) return(paste0("s", hex(v)))
  if (is.nan(v)) return("dnan")
  paste0("d", paste(writeBin(v, raw(), endian = "big"), collapse = ""))
}
hex <- function(s) paste(charToRaw(enc2utf8(s)), collapse = "")
