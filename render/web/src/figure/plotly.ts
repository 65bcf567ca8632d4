// The frame's script for plotly figures on two axes.

import plotly from "plotly.js-cartesian-dist-min";
import { drivePlotly } from "./plotlydraw";

drivePlotly(plotly);
