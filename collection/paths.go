package collection

// Find returns the paths of the notebooks that inputs name, in the order in
// which [Load] reads them, and what is to be warned of. The error is an
// [*InputError].
func Find(inputs []string) (paths []string, warnings []error, err error) {
	f, err := find(inputs)
	if err != nil {
		return nil, nil, err
	}
	return f.paths, f.warnings, nil
}
