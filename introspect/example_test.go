package introspect_test

import (
	"fmt"
	"path/filepath"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/nbformat"
)

func Example() {
	nb, err := nbformat.ReadFile(filepath.Join("..", "testdata", "notebooks", "diabetes", "rf-0.ipynb"))
	if err != nil {
		fmt.Println(err)
		return
	}
	content := introspect.Inspect(nb, introspect.Options{})
	fmt.Println(content.Status)
	for _, e := range content.Entries {
		if e.Source != introspect.SourceMeta {
			fmt.Printf("%-5s %-18s %s\n", e.Source, e.Name, e.Value.Kind())
		}
	}
	// Output:
	// ok
	// tag   mse                number
	// tag   metrics            dict
	// tag   metrics_table      table
	// tag   r2                 number
	// tag   pred_vs_true       image
	// tag   residuals          image
	// tag   feature_importance table
	// scrap mse                number
	// scrap rmse               number
	// scrap best_feature       text
	// scrap cv                 dict
	// scrap predictions        table
	// scrap error_quantiles    dict
	// scrap error_by_bmi       image
}
