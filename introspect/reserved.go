package introspect

import "strings"

// reservedTag reports whether a tag tells a tool what to do with the cell, so
// that it names no value:
//
//   - papermill: parameters, injected-parameters, papermill-error-cell-tag and
//     papermill-error-cell; ploomber: debugging-settings
//   - nbclient, nbmake, nbval: raises-exception, skip-execution, nbval-* and
//     nbmake-*
//   - Jupyter Book, MyST-NB and nbconvert: hide-input, remove-cell and the
//     like, scroll-input, scroll-output, output_scroll, full-width, margin,
//     popout, thebe-init, thebelab-init
//   - nbdev: hide, hideall, export, exporti, exports, default_exp
//   - nbstripout: keep_output; jupytext: active-*; Otter: otter_*
//   - skip, ignore and noexport, which many use to the same end
//   - the empty tag
//
// Each counts with an underscore for a dash too.
func reservedTag(tag string) bool {
	switch tag {
	case "", "parameters", "injected-parameters", "papermill-error-cell-tag", "papermill-error-cell", "debugging-settings",
		"raises-exception", "skip-execution",
		"full-width", "margin", "popout", "scroll-input", "scroll-output", "output-scroll", "thebe-init", "thebelab-init", "keep-output", "default-exp",
		"hide", "hideall", "export", "exporti", "exports", "skip", "ignore", "noexport":
		return true
	}
	dashed := strings.ReplaceAll(tag, "_", "-")
	if dashed != tag {
		return reservedTag(dashed)
	}
	for _, prefix := range []string{"nbval-", "nbmake-", "active-", "otter-"} {
		if strings.HasPrefix(tag, prefix) {
			return true
		}
	}
	verb, part, _ := strings.Cut(tag, "-")
	return (verb == "hide" || verb == "remove") && cellPart(part)
}

// cellPart reports whether hide-part and remove-part are tags of Jupyter Book
// or nbconvert; hide-and-seek is somebody's own.
func cellPart(part string) bool {
	switch part {
	case "cell", "input", "output", "inputs", "outputs", "code", "stdout", "stderr", "all-outputs", "single-output":
		return true
	}
	return false
}

// IsReservedTag reports whether a tag tells a tool what to do with the cell, and
// so names no value.
func IsReservedTag(tag string) bool { return reservedTag(tag) }
