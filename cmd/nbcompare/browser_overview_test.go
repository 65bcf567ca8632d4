package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestOverviewInChromium arranges the overview: columns hidden, moved and
// limited, runs pinned, all turned round, and shares what it has become.
func TestOverviewInChromium(t *testing.T) {
	b := startBrowser(t)
	tb := b.newTab(t)
	tb.load(fileURL(report(t, filepath.Join(testenv.Root(t), "testdata", "notebooks", "diabetes"))))
	tb.until(`() => document.documentElement.dataset.ready === "true"`)
	heads := func() []string {
		return ask[[]string](tb, `() => [...document.querySelectorAll("#overview-table tr.labels > th[data-column]")].map((head) => head.dataset.column)`)
	}
	runs := func() []string {
		return ask[[]string](tb, `() => [...document.querySelectorAll("#overview-table tbody tr[data-run] .name .value")].map((cell) => cell.textContent)`)
	}
	first := heads()
	require.Equal(t, []string{"run", "status", "params.model", "params.seed"}, first[:4])
	inPanel := func(column, selector string) string {
		return `() => [...document.querySelectorAll("#columns li")].find((line) => line.dataset.column === "` + column + `").querySelector('` + selector + `')`
	}

	tb.click(`() => document.querySelector("#columns > summary")`)
	tb.until(inPanel("rmse", ".check input"))
	tb.click(inPanel("params.seed", ".check input"))
	require.NotContains(t, heads(), "params.seed")
	tb.click(inPanel("rmse", `button[aria-label$="to the front"]`))
	require.Equal(t, []string{"run", "status", "rmse", "params.model"}, heads()[:4])

	require.Len(t, runs(), 11)
	tb.click(inPanel("rmse", `input[placeholder="max"]`))
	tb.press("55")
	tb.until(`() => document.querySelector(".overview .found").textContent !== ""`)
	within := ask[[]float64](tb, `() => [...document.querySelectorAll('#overview-table tbody td[data-column="rmse"] .value')].map((cell) => Number(cell.firstChild.textContent))`)
	require.NotEmpty(t, within)
	require.Less(t, len(within), 11)
	for _, rmse := range within {
		require.LessOrEqual(t, rmse, 55.0)
	}

	pin := `() => [...document.querySelectorAll('#overview-table tbody tr[data-run] [data-action="pin"]')].at(-1)`
	name := runs()[len(within)-1]
	tb.click(pin)
	tb.until(`(name) => document.querySelector("#overview-table thead tr.pinned .name .value")?.textContent === name`, name)
	require.NotContains(t, runs(), name)

	require.Equal(t, "notebook,status,rmse,params.model", tb.copied("#overview [data-copy=csv]")[:len("notebook,status,rmse,params.model")])

	tb.click(`() => document.querySelector("#transpose")`)
	tb.until(`() => document.querySelector("#overview-table table.paths")`)
	require.Equal(t, append([]string{"gb-0baseline", name}, runsWithout(within, name, tb)...), ask[[]string](tb, `() => [...document.querySelectorAll("#overview-table thead .run")].map((head) => head.textContent)`))

	hash := ask[string](tb, `() => location.hash`)
	require.Equal(t, "#transpose=on&pin="+name+"&hide=params.seed&at.rmse=0&range.rmse=..55", hash)
	again := b.newTab(t)
	again.load(tb.url + hash)
	again.until(`() => document.querySelector("#overview-table table.paths")`)
	require.Equal(t, ask[string](tb, `() => document.querySelector("#overview-table").innerText`), ask[string](again, `() => document.querySelector("#overview-table").innerText`))
	for _, seen := range []*tab{tb, again} {
		seen.settle()
		require.Equal(t, sightings{}, seen.sightings())
	}
	require.Empty(t, b.trap.caught())
}

// runsWithout returns the runs of the transposed table behind the baseline and
// the pinned one, of which there must be as many as are within the range.
func runsWithout(within []float64, name string, tb *tab) []string {
	tb.t.Helper()
	names := ask[[]string](tb, `() => [...document.querySelectorAll("#overview-table thead .run")].slice(2).map((head) => head.textContent)`)
	require.Len(tb.t, names, len(within)-1)
	require.NotContains(tb.t, names, name)
	return names
}

// TestBaselineInChromium chooses another baseline in the page: every difference,
// verdict and colour is then what Go makes of it.
func TestBaselineInChromium(t *testing.T) {
	b := startBrowser(t)
	for _, family := range []struct{ name, baseline string }{{"diabetes", "rf-2"}, {"training", "lr-0.01"}, {"churn", "production"}} {
		folder := filepath.Join(testenv.Root(t), "testdata", "notebooks", family.name)
		want, got := b.newTab(t), b.newTab(t)
		want.load(fileURL(report(t, "--baseline", family.baseline, folder)))
		got.load(fileURL(report(t, folder)))
		for _, tb := range []*tab{want, got} {
			tb.until(`() => document.documentElement.dataset.ready === "true"`)
		}
		require.NotEqual(t, ask[[]string](want, differences), ask[[]string](got, differences))
		got.do(`(baseline) => {
			const list = document.querySelector("#choose-baseline");
			list.value = baseline;
			list.dispatchEvent(new Event("change", { bubbles: true }));
		}`, family.baseline)
		for _, tb := range []*tab{want, got} {
			tb.showTables()
		}
		require.Equal(t, ask[[]string](want, differences), ask[[]string](got, differences), family.name)
		require.Greater(t, len(ask[[]string](want, differences)), 20)
		require.Equal(t, "#baseline="+family.baseline, ask[string](got, `() => location.hash.split("&")[0]`))
		got.settle()
		require.Equal(t, sightings{}, got.sightings())
	}
	require.Empty(t, b.trap.caught())
}

// differences lists what the page says of each cell against the baseline.
const differences = `() => [...document.querySelectorAll("#app td[data-run][data-column]")].filter((cell) => cell.dataset.column !== "status").map((cell) =>
	[cell.closest("section").dataset.key ?? "overview", cell.dataset.run, cell.dataset.row ?? "", cell.dataset.column, cell.innerText, cell.dataset.heat ?? "",
		cell.querySelector(".delta")?.className ?? ""].join(" | ")).sort()`

// showTables shows the tables behind charts, with all columns, once every
// section is drawn.
func (tb *tab) showTables() {
	tb.t.Helper()
	tb.scrollThrough()
	tb.do(`() => { for (const button of document.querySelectorAll('.histories button[data-value="table"]')) button.click(); }`)
	tb.do(`() => {
		for (const select of document.querySelectorAll("#sections .select select")) {
			if (![...select.options].some((option) => option.value === "-1")) continue;
			select.value = "-1";
			select.dispatchEvent(new Event("change", { bubbles: true }));
		}
	}`)
}
