package rule_test

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/collection/rule"
)

// A rule for two candidates against the model in production.
func Example() {
	churn := filepath.Join("..", "..", "testdata", "notebooks", "churn")
	c, err := collection.Load(context.Background(), []string{churn}, collection.Options{Baseline: "production"})
	if err != nil {
		fmt.Println(err)
		return
	}
	worse, err := rule.Parse("metrics.auc >= baseline * 0.99")
	if err != nil {
		fmt.Println(err)
		return
	}
	rules := []rule.Rule{{Name: "as good as before", Expression: worse, Severity: rule.SeverityError}}
	verdict, err := rule.Check(context.Background(), c, rules, []int{0, 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range verdict.Outcomes {
		fmt.Println(c.Runs[o.Run].Name, o.Rule.Title(), o.Holds)
	}
	fmt.Println(verdict.Passed())
	// Output:
	// candidate as good as before false
	// candidate_good as good as before true
	// false
}
