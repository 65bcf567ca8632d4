// The frame's script for all plotly figures; the build of plotly.js that makes no functions of strings.

import plotly from "plotly.js-strict-dist-min";
import { drivePlotly } from "./plotlydraw";

drivePlotly(plotly);
