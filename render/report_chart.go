package render

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

// A chart is the curves of one metric, a line a run, to be drawn as an SVG of
// our own: it holds nothing of a notebook but numbers and escaped text.
type chart struct {
	title, x string
	lines    []chartLine
	left     int // runs for which there was no room
	style    styleData
}

type chartLine struct {
	name string
	x, y []float
}

const (
	// mostCharts is of how many metrics of a key curves are drawn.
	mostCharts = 6
	// mostCurves is how many curves one chart shows: more than eyes tell apart.
	mostCurves = 28
	// mostChartPoints is of how many places a curve is drawn; of more steps each
	// place has the smallest and the largest number.
	mostChartPoints = 400

	chartWidth, chartHeight                          = 720, 300
	chartLeft, chartRight, chartTop, chartBottom     = 76, 180, 12, 40
	chartLegend, chartLegendLine, longestLegend  int = 12, 15, 24
)

// chartColours are those of the page in the light (web/src/css/charts.css); when
// they are used up they come again with dashes.
var chartColours = []string{"#0062ad", "#c24e00", "#00755a", "#a3307f", "#7d6200", "#5a55c8", "#4c5561"}

var chartDashes = []string{"", "8 4", "2 3", "10 3 2 3"}

// newChart takes the curves of a metric out of the series of all runs.
func (d *document) newChart(data *historyData, metric int) *chart {
	line := &data.Metrics[metric]
	c := &chart{title: line.Title, x: data.X, style: line.Style}
	for i, run := range data.Runs {
		if i >= len(line.Values) || len(line.Values[i]) == 0 {
			continue
		}
		if len(c.lines) == mostCurves {
			c.left++
			continue
		}
		c.lines = append(c.lines, chartLine{d.titled([]int{run.Run}), data.Steps[run.Steps], line.Values[i]})
	}
	return c
}

// extent is the smallest and the largest of finite numbers.
type extent struct{ low, high float64 }

func (e *extent) add(f float) {
	if x := float64(f); !math.IsNaN(x) && !math.IsInf(x, 0) {
		e.low, e.high = min(e.low, x), max(e.high, x)
	}
}

// widened has room between low and high.
func (e extent) widened() extent {
	switch {
	case e.low > e.high:
		return extent{0, 1}
	case e.low == e.high:
		room := max(math.Abs(e.low)*0.05, 0.5)
		return extent{e.low - room, e.high + room}
	}
	return e
}

// share is where a number lies, 0 to 1. The two halves keep the difference of
// the largest numbers finite.
func (e extent) share(x float64) float64 { return (x/2 - e.low/2) / (e.high/2 - e.low/2) }

func (c *chart) extents() (x, y extent) {
	x, y = extent{math.Inf(1), math.Inf(-1)}, extent{math.Inf(1), math.Inf(-1)}
	for _, line := range c.lines {
		for i := range line.y {
			if i < len(line.x) {
				x.add(line.x[i])
				y.add(line.y[i])
			}
		}
	}
	return x.widened(), y.widened()
}

// svg draws the chart.
func (c *chart) svg() string {
	var b strings.Builder
	height := max(chartHeight, chartTop+chartLegend+chartLegendLine*(len(c.lines)+min(c.left, 1))+chartBottom)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img" font-family="sans-serif" font-size="12">`+"\n",
		chartWidth, height)
	fmt.Fprintf(&b, "<title>%s</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", svgText(c.title+" per "+c.x), chartWidth, height)
	x, y := c.extents()
	c.drawAxes(&b, x, y, height)
	for i, line := range c.lines {
		dash := chartDashes[i/len(chartColours)%len(chartDashes)]
		pen := fmt.Sprintf(`fill="none" stroke="%s" stroke-width="1.5"`, chartColours[i%len(chartColours)])
		if dash != "" {
			pen += ` stroke-dasharray="` + dash + `"`
		}
		if path := line.path(x, y, height); path != "" {
			fmt.Fprintf(&b, "<path %s d=\"%s\"/>\n", pen, path)
		}
		at := chartTop + chartLegend + i*chartLegendLine
		fmt.Fprintf(&b, "<path %s d=\"M%d %dh22\"/><text x=\"%d\" y=\"%d\" fill=\"#222222\">%s</text>\n", pen,
			chartWidth-chartRight+12, at-4, chartWidth-chartRight+40, at, svgText(shorten(line.name, longestLegend)))
	}
	if c.left > 0 {
		fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\" fill=\"#555555\">%s</text>\n", chartWidth-chartRight+40,
			chartTop+chartLegend+len(c.lines)*chartLegendLine, "… and "+Counted(c.left, "more run"))
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// drawAxes draws the frame, and the numbers at its ends and between.
func (c *chart) drawAxes(b *strings.Builder, x, y extent, height int) {
	const parts = 4
	bottom := height - chartBottom
	ys := numberStyle{c.style.AsSpelled, c.style.Scientific, c.style.Decimals}
	for i := range parts + 1 {
		share := float64(i) / parts
		at := float64(bottom) - share*float64(bottom-chartTop)
		fmt.Fprintf(b, "<path stroke=\"#dddddd\" d=\"M%d %.1fH%d\"/>", chartLeft, at, chartWidth-chartRight)
		fmt.Fprintf(b, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#555555\">%s</text>\n", chartLeft-6, at+4, svgText(axisText(y.between(share), ys)))
		if i%2 == 0 {
			at := float64(chartLeft) + share*float64(chartWidth-chartRight-chartLeft)
			fmt.Fprintf(b, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#555555\">%s</text>\n", at, bottom+16, svgText(axisText(x.between(share), numberStyle{asSpelled: true})))
		}
	}
	fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#222222\">%s</text>\n", (chartLeft+chartWidth-chartRight)/2, height-6, svgText(shorten(c.x, longestLegend)))
}

func (e extent) between(share float64) float64 { return e.low*(1-share) + e.high*share }

// axisText writes a number of an axis: few digits where the style has none.
func axisText(x float64, style numberStyle) string {
	if !style.asSpelled {
		return style.float(x)
	}
	text := strconv.FormatFloat(math.Abs(x), 'g', 4, 64)
	return signed(x, text)
}

// path is the curve; where a number is missing it is interrupted.
func (l *chartLine) path(x, y extent, height int) string {
	var b strings.Builder
	bottom := float64(height - chartBottom)
	drawn := false
	for _, i := range l.places() {
		px, py := float64(l.x[i]), float64(l.y[i])
		if math.IsNaN(px) || math.IsInf(px, 0) || math.IsNaN(py) || math.IsInf(py, 0) {
			drawn = false
			continue
		}
		step := "M"
		if drawn {
			step = "L"
		}
		drawn = true
		fmt.Fprintf(&b, "%s%.1f %.1f", step, chartLeft+x.share(px)*(chartWidth-chartRight-chartLeft), bottom-y.share(py)*(bottom-chartTop))
	}
	return b.String()
}

// places are the indices that are drawn: all, or of each of the equal parts the
// smallest, the largest and one that is missing.
func (l *chartLine) places() (list []int) {
	n := min(len(l.x), len(l.y))
	if n <= mostChartPoints {
		for i := range n {
			list = append(list, i)
		}
		return list
	}
	for part := range mostChartPoints {
		from, to := part*n/mostChartPoints, (part+1)*n/mostChartPoints
		least, most := from, from
		for i := from; i < to; i++ {
			if !(l.y[i] >= l.y[least]) {
				least = i
			}
			if !(l.y[i] <= l.y[most]) {
				most = i
			}
		}
		list = append(list, min(least, most))
		if least != most {
			list = append(list, max(least, most))
		}
	}
	return list
}

// svgText is text inside an element of an SVG.
func svgText(text string) string { return html.EscapeString(Visible(text)) }
