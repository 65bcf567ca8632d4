package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

const scrapPrefix = "application/scrapbook.scrap."

// A runSet is a folder of generated notebooks, and what a reader must find in it.
type runSet struct {
	folder    string
	notebooks int
	bytes     int64    // of all notebooks
	tags      []string // tagged cells with outputs, in each notebook; what sklearn-evaluation calls keys
	scraps    []string // names of scraps in each notebook; what scrapbook finds
	images    int      // in each notebook
	tagImages int      // those among them that a tagged cell shows
}

// generate writes n notebooks into a new folder, made in turn of the executed ones in the folder from. The same n gives
// the same bytes. File names are the model and the seed, which is the number of the notebook, starting at 0.
func generate(from, folder string, n int) (*runSet, error) {
	bases, err := readBases(from)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	set := &runSet{folder: folder, notebooks: n}
	set.describe(bases[0])
	for seed := range n {
		base := bases[seed%len(bases)]
		size, err := writeRun(base, seed, folder)
		if err != nil {
			return nil, fmt.Errorf("making notebook %d of %s: %w", seed, from, err)
		}
		set.bytes += size
	}
	return set, nil
}

func readBases(folder string) ([]map[string]any, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.ipynb"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("no notebooks in %s", folder)
	}
	bases := make([]map[string]any, len(paths))
	for i, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if bases[i], err = decode(data); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return bases, nil
}

func writeRun(base map[string]any, seed int, folder string) (size int64, err error) {
	run, err := (&variation{seed: seed}).notebook(base)
	if err != nil {
		return 0, err
	}
	data, err := encode(run)
	if err != nil {
		return 0, err
	}
	parameters := base["metadata"].(map[string]any)["papermill"].(map[string]any)["parameters"].(map[string]any)
	name := fmt.Sprintf("%s-%05d.ipynb", parameters["model"], seed)
	return int64(len(data)), os.WriteFile(filepath.Join(folder, name), data, 0o644)
}

// describe notes what a notebook holds. The executed ones hold the same, which the test of generate proves.
func (s *runSet) describe(nb map[string]any) {
	seen := map[string]bool{}
	for _, cell := range nb["cells"].([]any) {
		cell := cell.(map[string]any)
		tags, outputs := tagsOf(cell), outputsOf(cell)
		if len(tags) > 0 && len(outputs) > 0 {
			s.tags = append(s.tags, tags[0])
		}
		for _, output := range outputs {
			bundle, _ := output["data"].(map[string]any)
			if _, ok := bundle["image/png"]; ok {
				s.images++
				s.tagImages += min(len(tags), 1)
			}
			if name := scrapName(output); name != "" && !seen[name] {
				seen[name] = true
				s.scraps = append(s.scraps, name)
			}
		}
	}
}

// scrapName returns the name of the scrap that scrapbook glued here, "" where it did not.
func scrapName(output map[string]any) string {
	metadata, _ := output["metadata"].(map[string]any)
	scrap, _ := metadata["scrapbook"].(map[string]any)
	name, _ := scrap["name"].(string)
	return name
}

func tagsOf(cell map[string]any) []string {
	metadata, _ := cell["metadata"].(map[string]any)
	list, _ := metadata["tags"].([]any)
	tags := make([]string, len(list))
	for i, tag := range list {
		tags[i] = tag.(string)
	}
	return tags
}

func outputsOf(cell map[string]any) []map[string]any {
	list, _ := cell["outputs"].([]any)
	outputs := make([]map[string]any, len(list))
	for i, output := range list {
		outputs[i] = output.(map[string]any)
	}
	return outputs
}

func decode(data []byte) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var nb map[string]any
	err := decoder.Decode(&nb)
	return nb, err
}

// encode writes a notebook as nbformat does: names sorted, one space of indentation, other characters as they are.
func encode(nb map[string]any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	err := encoder.Encode(nb)
	return out.Bytes(), err
}
